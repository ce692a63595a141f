import TaskModel
import TasksTesting
import Testing

@testable import Tasks

@Suite struct StoredOutboxRowTests {
  private static let written = Timestamp(microseconds: 1_900_000_000_000_000)

  private func read(
    _ options: String, id: String = "a", task: String = "t", args: String = "[]", kwargs: String = "{}",
    route: (TaskName) -> QueueName? = { _ in nil }
  ) throws(OutboxProblem) -> OutboxRow {
    try StoredOutboxRow(
      number: 1, taskID: id, task: task, args: args, kwargs: kwargs, options: options, createdAt: Self.written
    ).row(route: route)
  }

  @Test func theSmallestRowIsAMessage() throws {
    let row = try read("{}")
    #expect(row == OutboxRow(TaskMessage(id: "a", task: "t", rootID: "a", sentAt: Self.written)))
  }

  @Test func whatWeWriteIsReadAsItWas() throws {
    var generator = SeededGenerator(seed: 4711)
    for _ in 0..<2000 {
      let row = OutboxRow.random(using: &generator)
      let columns = row.columns
      let stored = StoredOutboxRow(
        number: 7, taskID: row.message.id.rawValue, task: row.message.task.rawValue, args: columns.args.description,
        kwargs: columns.kwargs.description, options: columns.options.description, createdAt: Self.written)
      #expect(try stored.row(route: { _ in nil }) == row)
    }
  }

  @Test func arguments() throws {
    let row = try read("{}", args: #"[1, "zwei", null]"#, kwargs: #"{"größe": 2.5}"#)
    #expect(row.message.arguments == TaskArguments([1, "zwei", nil], keywords: ["größe": 2.5]))
  }

  @Test(arguments: [
    (#"{"eta": "2031-03-04T05:06:07Z"}"#, Timestamp(iso8601: "2031-03-04T05:06:07Z")),
    (#"{"eta": "2031-03-04 07:06:07+02"}"#, Timestamp(iso8601: "2031-03-04T05:06:07Z")),
    (#"{"eta": 1900000000000001}"#, Timestamp(microseconds: 1_900_000_000_000_001)),
    (#"{"eta": 0}"#, .epoch),
    (#"{"countdown": 7200}"#, Self.written + .hours(2)),
    (#"{"countdown": 0.25}"#, Self.written + .milliseconds(250)),
    (#"{"countdown": -1}"#, Self.written - .seconds(1)),
    (#"{"eta": null, "countdown": null}"#, nil),
  ]) func whenItIsDue(options: String, eta: Timestamp?) throws {
    #expect(try read(options).message.eta == eta)
  }

  @Test(arguments: [
    (#"{"expires": "2031-03-04T05:06:07Z"}"#, Timestamp(iso8601: "2031-03-04T05:06:07Z")),
    (#"{"expires_in": 60}"#, Self.written + .minutes(1)),
  ]) func whenItExpires(options: String, expires: Timestamp?) throws {
    #expect(try read(options).message.expires == expires)
  }

  @Test func itsQueueIsTheRowsOrTheRoutes() throws {
    let route: (TaskName) -> QueueName? = { $0 == "t" ? "routed" : nil }
    #expect(try read("{}", route: route).message.queue == "routed")
    #expect(try read("{}", task: "other", route: route).message.queue == .standard)
    #expect(try read(#"{"queue": "own"}"#, route: route).message.queue == "own")
  }

  @Test(arguments: [
    (#"{"quue": "x"}"#, "options.quue: did you mean 'queue'?"),
    (#"{"nonsense_beyond": 1}"#, "options.nonsense_beyond: there is no such option; there are chords, countdown"),
    ("[]", "options: is an array, not an object"),
    ("", "options: is no JSON"),
    ("{", "options: is no JSON"),
    (#"{"eta": "tomorrow"}"#, "options.eta: 'tomorrow' is no moment such as"),
    (#"{"eta": true}"#, "options.eta: is true, not a moment"),
    (#"{"eta": 3600}"#, "options.eta: 3600 microseconds since 1970 are long ago; for seconds from now"),
    (#"{"expires": 1900000000}"#, "options.expires: 1900000000 microseconds since 1970 are long ago"),
    (#"{"countdown": "soon"}"#, #"options.countdown: is "soon", not a number of seconds"#),
    (#"{"countdown": 1, "eta": 0}"#, "options.eta: is given together with 'countdown'"),
    (#"{"time_limit": 30}"#, "options.time_limit: 30 is shorter than a millisecond"),
    (#"{"soft_time_limit": 0}"#, "options.soft_time_limit: 0 is shorter than a millisecond"),
    (#"{"queue": ""}"#, #"options.queue: is "", not the name of a queue"#),
    (#"{"queue": 7}"#, "options.queue: is 7, not the name of a queue"),
    (#"{"priority": "high"}"#, "options: field 'priority'"),
    (#"{"headers": []}"#, "options: field 'headers'"),
    (#"{"chords": 7}"#, "options.chords: is a whole number, not an array"),
    (#"{"chords": [{"group": "g"}]}"#, "options.chords: {"),
    (#"{"chords": [{"group": "g", "count": 0}]}"#, "options.chords: {"),
  ]) func badOptionsAreToldWithWhatWouldBeRight(options: String, problem: String) {
    do {
      _ = try read(options)
      Issue.record("\(options) was read")
    } catch { #expect(error.description.hasPrefix(problem), "\(error.description)") }
  }

  @Test func badColumnsAreToldWithWhatWouldBeRight() {
    func expect(_ expected: String, _ body: () throws(OutboxProblem) -> OutboxRow) {
      do throws(OutboxProblem) {
        _ = try body()
        Issue.record("was read")
      } catch { #expect(error.description.hasPrefix(expected), "\(error.description)") }
    }
    expect("task: is empty") { () throws(OutboxProblem) in try read("{}", task: "") }
    expect("task_id: is empty") { () throws(OutboxProblem) in try read("{}", id: "") }
    expect("args: is an object, not an array") { () throws(OutboxProblem) in try read("{}", args: "{}") }
    expect("args: is no JSON") { () throws(OutboxProblem) in try read("{}", args: "1,2") }
    expect("kwargs: is an array, not an object") { () throws(OutboxProblem) in try read("{}", kwargs: "[1]") }
  }

  @Test func anyBytesAreReadOrRefused() {
    var generator = SeededGenerator(seed: 42)
    let alphabet = Array(#"{}[]":,0123456789.eE-"queue""eta""countdown""chords""group""count" nulltrue\u"#)
    for _ in 0..<5000 {
      let text = String(
        (0..<Int.random(in: 0..<40, using: &generator)).compactMap { _ in
          alphabet.randomElement(using: &generator)
        })
      _ = try? read(text, args: text, kwargs: text)
      _ = try? read(text)
    }
  }
}

extension OutboxRow {
  fileprivate static func random(using generator: inout SeededGenerator) -> OutboxRow {
    func maybe<Value>(_ value: Value) -> Value? { Bool.random(using: &generator) ? value : nil }
    func moment() -> Timestamp {
      Timestamp(microseconds: .random(in: 1_800_000_000_000_000...1_900_000_000_000_000, using: &generator))
    }
    func word() -> String {
      String(
        (0..<Int.random(in: 1...9, using: &generator)).compactMap { _ in "aäß\"\\\n🚫z".randomElement(using: &generator)
        })
    }
    var message = TaskMessage(
      id: TaskID(word()), task: TaskName(word()),
      arguments: TaskArguments(
        [.string(word()), .double(2.5), .null], keywords: maybe([word(): [1, nil, .string(word())]]) ?? JSONObject()),
      queue: maybe(QueueName(word())) ?? .standard, priority: Priority(Int.random(in: 0...9, using: &generator)),
      eta: maybe(moment()), expires: maybe(moment()), retries: Int.random(in: 0...3, using: &generator),
      timeLimit: TimeLimit(soft: maybe(.seconds(3)), hard: maybe(.seconds(7))), ignoresResult: maybe(true),
      rootID: TaskID(word()), parentID: maybe(TaskID(word())), groupID: maybe(word()), origin: maybe(word()),
      sentAt: moment())
    message.headers = maybe(["kopf": .string(word())]) ?? JSONObject()
    message.embed = maybe(["callbacks": []]) ?? JSONObject()
    let chord = ChordSize(groupID: word(), count: Int.random(in: 1...9, using: &generator), expires: maybe(moment()))
    return OutboxRow(message, chords: maybe([chord]) ?? [])
  }
}
