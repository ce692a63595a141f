import FoundationEssentials
import TaskModel

/// Moments as ISO 8601 with microseconds and offset, as Python's `datetime.isoformat()` writes them.
enum DateForm {
  static func json(_ date: Date) throws(FormError) -> JSONValue {
    let seconds = date.timeIntervalSince1970
    guard seconds.isFinite else { throw FormError(message: "a date of \(seconds) seconds is not JSON") }
    return try json(Timestamp(seconds: seconds))
  }

  /// Only the years 1 to 9999 have such a text, as in Python.
  static func json(_ timestamp: Timestamp) throws(FormError) -> JSONValue {
    guard (1...9999).contains(CivilTime(timestamp).year) else {
      throw FormError(message: "a date outside the years 1 to 9999 has no ISO 8601 text")
    }
    return .string(timestamp.iso8601)
  }

  static func date(_ json: JSONValue) throws(FormError) -> Date {
    Date(timeIntervalSince1970: try timestamp(json).seconds)
  }

  /// Text, or Celery's mark for a `datetime` or `date`. Without an offset it is UTC; a date is its midnight.
  static func timestamp(_ json: JSONValue) throws(FormError) -> Timestamp {
    let form = json.extended("datetime", "date") ?? json
    guard let text = form.stringValue, let timestamp = Timestamp(iso8601: text) else {
      throw FormError(expected: "a date such as 2031-03-04T05:06:07.089000+00:00", found: json)
    }
    return timestamp
  }
}
