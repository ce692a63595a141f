import CeleryWire
import ControlAPI
import TaskModel

/// Which dead letters are meant: those that pass everything that is given. Pure.
struct DeadLetterFilter {
  private let id: String?
  private let task: Glob?
  private let queue: String?
  private let reason: String?
  private let before: Timestamp?
  private let after: Timestamp?

  /// The fields of ``RequestFields/deadLetterFilter``, checked; others are not looked at.
  init(_ fields: JSONObject) {
    func text(_ name: String) -> String? { fields[name]?.stringValue }
    id = text("id")
    task = text("task").map(Glob.init(_:))
    queue = text("queue")
    reason = text("reason")?.lowercased()
    before = text("died_before").flatMap { Timestamp(iso8601: $0) }
    after = text("died_after").flatMap { Timestamp(iso8601: $0) }
  }

  func passes(_ letter: DeadLetter) -> Bool {
    if let id, letter.message?.id.rawValue != id { return false }
    if let task, letter.message.map({ task.matches($0.task.rawValue) }) != true { return false }
    if let queue, letter.queue.rawValue != queue { return false }
    if let reason, !"\(letter.reason.rawValue): \(letter.detail)".lowercased().contains(reason) { return false }
    if let before, letter.diedAt >= before { return false }
    if let after, letter.diedAt <= after { return false }
    return true
  }
}
