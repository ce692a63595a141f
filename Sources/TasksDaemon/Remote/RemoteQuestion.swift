import TaskModel

/// What other nodes are asked or told.
struct RemoteQuestion: Sendable, Hashable {
  /// A command of remote control.
  var method: String
  var arguments: JSONObject
  /// Nil: all of them.
  var nodes: [String]?
  /// How long answers are waited for.
  var patience: Duration
}
