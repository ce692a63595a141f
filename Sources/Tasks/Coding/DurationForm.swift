import TaskModel

/// Durations in seconds: a whole number, or one with a fraction down to the microsecond.
enum DurationForm {
  static func json(_ duration: Duration) -> JSONValue {
    let (seconds, attoseconds) = duration.components
    return attoseconds == 0 ? .integer(seconds) : .double(duration.inSeconds)
  }

  static func duration(_ json: JSONValue) throws(FormError) -> Duration {
    if case .integer(let seconds) = json { return .seconds(seconds) }
    guard case .double(let seconds) = json, seconds.isFinite else {
      throw FormError(expected: "a number of seconds", found: json)
    }
    return Duration(saturatingSeconds: seconds)
  }
}
