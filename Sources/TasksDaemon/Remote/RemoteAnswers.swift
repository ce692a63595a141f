import TaskModel

/// The answers to one question, as they come.
struct RemoteAnswers: Sendable {
  /// Nil: everyone.
  let asked: [String]?
  /// How many nodes heard the question, whether or not it was for them.
  var heard = 0
  private var values = JSONObject()

  init(asked: [String]?) { self.asked = asked }

  mutating func add(_ answer: JSONObject) {
    for (node, value) in answer { values[node] = value }
  }

  /// Whether there is nobody left to wait for.
  var isComplete: Bool {
    if let asked { return heard == 0 || asked.allSatisfy { values[$0] != nil } }
    return values.count >= heard
  }

  /// By name, with an error for who did not answer; of those who were not named, `known` says who there might be.
  func record(known: [String], patience: Duration) -> JSONObject {
    var record = JSONObject(values.sorted { $0.key < $1.key }.map { ($0.key, $0.value) })
    guard asked != nil || !isComplete else { return record }
    for node in (asked ?? known).sorted() where record[node] == nil {
      record[node] = ["error": .string("no answer within \(patience.inSeconds) s")]
    }
    return record
  }

  /// Of a command that nobody answers.
  func told(_ known: [String]) -> JSONObject {
    JSONObject((asked ?? known).sorted().map { ($0, ["ok": "told; this command is not answered"]) })
  }
}
