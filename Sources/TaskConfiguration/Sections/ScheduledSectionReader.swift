import Schedules
import TaskModel

/// Reads `[celerybeat:NAME]`.
struct ScheduledSectionReader {
  let defaults: DaemonOptions
  let defaultZone: ZoneRules
  var zones: ZoneCache

  private enum Kind: String, CaseIterable { case timedelta, crontab, integer }

  /// The entry, nil where its schedule or task is missing or wrong; and what it says about its task, so that the task can
  /// be checked all the same.
  mutating func read(name: String, from reader: inout SectionReader) -> (
    entry: ScheduledEntry?, reference: TaskReference?
  ) {
    let task = reader.text("task").map { TaskName($0) }
    if task == nil, !reader.has("task") {
      reader.report("the entry names no task", hint: "write task = NAME")
    }
    let schedule = schedule(&reader)
    let arguments = arguments(&reader)
    let options = options(&reader)
    let catchUp = catchUp(&reader)
    let overlap = reader.value("overlap", default: OverlapPolicy.allow) { text throws(ValueError) in
      try ValueReader.choice(text.text)
    }
    let runsAtStart = reader.boolean("run_at_start", default: false)
    let isRemote = reader.boolean("remote", default: false)
    let isEnabled = reader.boolean("enabled", default: true)
    reader.finish(section: "celerybeat:\(name)")
    guard let task else { return (nil, nil) }
    let reference = TaskReference(
      task: task, arguments: arguments, isRemote: isRemote, isEnabled: isEnabled, location: reader.location(of: "task"),
      argumentsLocation: reader.location(of: reader.has("args") ? "args" : reader.has("kwargs") ? "kwargs" : "task"))
    guard let schedule, let arguments else { return (nil, reference) }
    let entry = ScheduledEntry(
      name: name, task: task, schedule: schedule, hasOwnZone: reader.has("timezone"), arguments: arguments,
      options: options, catchUp: catchUp,
      overlap: overlap, runsAtStart: runsAtStart, isRemote: isRemote, isEnabled: isEnabled, location: reader.location)
    return (entry, reference)
  }

  private mutating func schedule(_ reader: inout SectionReader) -> Schedule? {
    let zone = reader.value("timezone", default: defaultZone) { text throws(ValueError) in
      try zones.rules(text.text)
    }
    for key in ["type", "schedule"] where !reader.has(key) {
      let hint = key == "type" ? "write type = timedelta, crontab or integer" : "write schedule = {\"hours\": 24}"
      reader.report("the entry has no \(key)", hint: hint)
    }
    let kind = reader.optional("type") { text throws(ValueError) in
      guard let kind = Kind(rawValue: text.text.lowercased()) else {
        let words = Kind.allCases.map(\.rawValue)
        let near = NearMiss.suggestion(for: text.text, among: words).map { "\($0) It takes " } ?? "it takes "
        throw ValueReader.wrong(
          text.text, is: "not a type of schedule", hint: near + words.joined(separator: ", "))
      }
      return kind
    }
    let schedule = reader.optional("schedule") { text throws(ValueError) -> Schedule? in
      guard let kind else { return nil }
      return try self.schedule(kind, text.text, zone)
    }
    for notice in (schedule ?? nil)?.notices ?? [] {
      reader.report(as: .notice, key: "schedule", "schedule: \(notice)")
    }
    if kind != .crontab, kind != nil, reader.has("timezone") {
      reader.report(as: .notice, key: "timezone", "timezone has no effect on an interval")
    }
    return schedule ?? nil
  }

  private func schedule(_ kind: Kind, _ text: String, _ zone: ZoneRules) throws(ValueError) -> Schedule {
    // Cron's own five fields are no JSON; whoever has them in mind may write them.
    let isFiveFields = kind == .crontab && text.words.count == 5 && !text.utf8.contains(UInt8(ascii: "{"))
    let value = isFiveFields ? JSONValue.null : try ValueReader.json(text)
    do throws(ScheduleError) {
      switch kind {
      case .timedelta: return .interval(try Interval(timedelta: value))
      case .integer: return .interval(try Interval(seconds: value))
      case .crontab: return .crontab(isFiveFields ? try Crontab(text) : try Crontab(json: value), zone)
      }
    } catch {
      throw ValueError(error.description)
    }
  }

  private func arguments(_ reader: inout SectionReader) -> TaskArguments? {
    let positional = reader.optional("args") { text throws(ValueError) in
      let value = try ValueReader.json(text.text)
      guard let elements = value.arrayValue else {
        throw ValueError("\(value.kind) stands where a list should", hint: "write [1, \"two\"]; names belong in kwargs")
      }
      return elements
    }
    let keywords = reader.optional("kwargs") { text throws(ValueError) in
      let value = try ValueReader.json(text.text)
      guard let object = value.objectValue else {
        throw ValueError("\(value.kind) stands where an object should", hint: "write {\"name\": \"value\"}")
      }
      return object
    }
    let isComplete = (positional != nil || !reader.has("args")) && (keywords != nil || !reader.has("kwargs"))
    return isComplete ? TaskArguments(positional ?? [], keywords: keywords ?? JSONObject()) : nil
  }

  private func options(_ reader: inout SectionReader) -> ScheduledOptions {
    let read = reader.optional("options") { text throws(ValueError) in
      try ScheduledOptionsReader.read(try ValueReader.json(text.text))
    }
    for key in read?.ignored ?? [] {
      reader.report(as: .notice, key: "options", "options: \"\(key)\" has no effect here")
    }
    return read?.options ?? ScheduledOptions()
  }

  private func catchUp(_ reader: inout SectionReader) -> CatchUp {
    let mode = reader.value("catch_up", default: defaults.catchUp.mode) { text throws(ValueError) in
      try ValueReader.choice(text.text)
    }
    let deadline = reader.optional("catch_up_deadline") { text throws(ValueError) in
      try DurationReader.readOptional(text.text, allowsZero: false)
    }
    return CatchUp(mode, deadline: deadline ?? defaults.catchUp.deadline)
  }
}
