public import TaskModel

extension Crontab {
  /// From Celery's keywords, each `*` when it is missing: `{"minute": "0", "hour": "4", "day_of_week": "mon-fri"}`.
  public init(json value: JSONValue) throws(ScheduleError) {
    guard case .object(let object) = value else {
      throw ScheduleError(
        reason: "\(value.kind) is not a crontab; write an object such as {\"minute\": \"0\", \"hour\": \"4\"}")
    }
    var fields: [CrontabUnit: CrontabField] = [:]
    for (key, value) in object {
      guard let unit = CrontabUnit(rawValue: key) else {
        let known = CrontabUnit.allCases.map(\.rawValue).joined(separator: ", ")
        throw ScheduleError(field: key, reason: "a crontab has no such field; it has \(known)")
      }
      fields[unit] = try CrontabFieldParser(unit: unit).parse(value)
    }
    try self.init(fields: fields)
  }

  /// From cron's five fields: minute, hour, day of month, month, day of week, such as `0 4 * * mon-fri`.
  public init(_ text: String) throws(ScheduleError) {
    let pieces = text.split(whereSeparator: \.isWhitespace)
    guard pieces.count == CrontabUnit.cronOrder.count else {
      throw ScheduleError(
        piece: text,
        reason: "a crontab has five fields, minute hour day_of_month month_of_year day_of_week; "
          + "this has \(pieces.count)")
    }
    var fields: [CrontabUnit: CrontabField] = [:]
    for (unit, piece) in zip(CrontabUnit.cronOrder, pieces) {
      fields[unit] = try CrontabFieldParser(unit: unit).parse(String(piece))
    }
    try self.init(fields: fields)
  }
}
