public import TaskModel

extension Interval {
  /// Python's `timedelta` keywords, with fractions: `{"hours": 0.5, "days": 1}`. Months and years have no fixed length.
  public init(timedelta value: JSONValue) throws(ScheduleError) {
    guard case .object(let object) = value else {
      let meant = value.doubleValue == nil ? "{\"hours\": 24}" : "{\"seconds\": \(value.shortText)}"
      throw ScheduleError(
        reason: "\(value.kind) is not a timedelta, its unit is missing; write an object such as \(meant), "
          + "with \(Self.unitList)")
    }
    guard !object.isEmpty else {
      throw ScheduleError(reason: "an empty timedelta is an interval of zero; give it \(Self.unitList)")
    }
    var sum: Int64 = 0
    for (key, value) in object {
      let (next, overflow) = sum.addingReportingOverflow(try Self.microseconds(value, unit: key))
      guard !overflow else { throw Self.tooLong(key) }
      sum = next
    }
    try self.init(microseconds: sum)
  }

  /// The `integer` schedule: a whole number of seconds.
  public init(seconds value: JSONValue) throws(ScheduleError) {
    switch value {
    case .integer(let seconds):
      let (product, overflow) = seconds.multipliedReportingOverflow(by: 1_000_000)
      guard !overflow else { throw Self.tooLong("seconds") }
      try self.init(microseconds: product)
    case .bigInteger:
      throw Self.tooLong("seconds")
    default:
      throw ScheduleError(reason: "\(value.kind) is not a number of seconds; write a whole number such as 30")
    }
  }

  private static let units: [(name: String, microseconds: Int64)] = [
    ("weeks", 604_800_000_000), ("days", 86_400_000_000), ("hours", 3_600_000_000), ("minutes", 60_000_000),
    ("seconds", 1_000_000), ("milliseconds", 1000), ("microseconds", 1),
  ]

  private static let unitList = units.map(\.name).joined(separator: ", ")

  private static func tooLong(_ field: String) -> ScheduleError {
    ScheduleError(field: field, reason: "an interval beyond 290,000 years cannot be reckoned with")
  }

  private static func microseconds(_ value: JSONValue, unit name: String) throws(ScheduleError) -> Int64 {
    guard let unit = units.first(where: { $0.name == name }) else {
      throw ScheduleError(field: name, reason: "no such unit; there are \(unitList)")
    }
    switch value {
    case .integer(let count):
      let (product, overflow) = unit.microseconds.multipliedReportingOverflow(by: count)
      guard !overflow else { throw tooLong(name) }
      return product
    case .double(let count):
      let product = count * Double(unit.microseconds)
      guard abs(product) < 0x1p62 else { throw tooLong(name) }
      return Int64(saturating: product)
    case .bigInteger:
      throw tooLong(name)
    default:
      throw ScheduleError(field: name, reason: "\(value.kind) where a number should stand, such as 1 or 0.5")
    }
  }
}

extension JSONValue {
  fileprivate var shortText: String {
    switch self {
    case .integer(let value): String(value)
    case .double(let value): String(value)
    default: "30"
    }
  }
}
