import CeleryWire
import TaskModel

/// A rate limit as remote control sends it, read and refused as Celery does (`celery/utils/time.py`, `rate`).
enum CeleryRate {
  case limit(RateLimit?)
  /// A text without a number in it; Celery answers with the reason.
  case wrong(PythonException)

  /// Throws Python's `KeyError` for a unit there is none of.
  static func read(_ value: JSONValue) throws(PythonException) -> CeleryRate {
    guard value.isTrue else { return .limit(nil) }
    guard let text = value.stringValue else {
      guard let count = value.doubleValue else {
        throw PythonException("TypeError", "a rate limit is a text such as 10/m or a number, not \(value.kind)")
      }
      return checked(count, .second, value)
    }
    let slash = text.firstIndex(of: "/")
    let unitText = slash.map { String(text[text.index(after: $0)...]) } ?? ""
    guard let unit = RateLimit.Unit(rawValue: unitText.isEmpty ? "s" : unitText) else {
      throw PythonException("KeyError", unitText)
    }
    let number = slash.map { String(text[..<$0]) } ?? text
    guard let count = Double(number) else {
      return .wrong(PythonException("ValueError", "could not convert string to float: \(PythonString.repr(number))"))
    }
    return checked(count, unit, value)
  }

  /// Celery takes any number, and then waits for ever where it is below zero: that is refused here.
  private static func checked(_ count: Double, _ unit: RateLimit.Unit, _ value: JSONValue) -> CeleryRate {
    if count == 0 { return .limit(nil) }
    guard let limit = RateLimit(count, per: unit) else {
      return .wrong(PythonException("ValueError", "not a number above 0: \(PythonRepr.text(value))"))
    }
    return .limit(limit)
  }
}
