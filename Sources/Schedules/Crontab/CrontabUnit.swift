/// The five fields of a crontab, by Celery's names for them.
public enum CrontabUnit: String, CaseIterable, Sendable, Hashable {
  case minute
  case hour
  case dayOfWeek = "day_of_week"
  case dayOfMonth = "day_of_month"
  case monthOfYear = "month_of_year"

  /// Cron's order, in which a text such as `0 4 * * *` has them.
  public static let cronOrder: [CrontabUnit] = [.minute, .hour, .dayOfMonth, .monthOfYear, .dayOfWeek]

  public var range: ClosedRange<Int> {
    switch self {
    case .minute: 0...59
    case .hour: 0...23
    case .dayOfWeek: 0...6
    case .dayOfMonth: 1...31
    case .monthOfYear: 1...12
    }
  }

  /// The words that may stand for numbers, from the smallest number up; their first three letters do as well.
  var names: [String] {
    switch self {
    case .dayOfWeek: ["sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday"]
    case .monthOfYear:
      [
        "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november",
        "december",
      ]
    case .minute, .hour, .dayOfMonth: []
    }
  }

  /// What is allowed, for error messages.
  var allowed: String {
    let numbers = "\(range.lowerBound) to \(range.upperBound)"
    guard let first = names.first, let last = names.last else { return numbers }
    return "\(numbers) or \(first.prefix(3)) to \(last.prefix(3))"
  }

  /// Why a number outside the range does not do, with the number that was probably meant.
  func refusal(of number: Int) -> String {
    switch (self, number) {
    case (.hour, 24): "hour 24 does not exist, midnight is 0"
    case (.minute, 60): "minute 60 does not exist, the full hour is 0"
    case (.dayOfWeek, 7): "day 7 does not exist, Sunday is 0"
    case (.dayOfMonth, 0), (.monthOfYear, 0): "counting starts at 1"
    default: "\(number) is not among \(allowed)"
    }
  }
}
