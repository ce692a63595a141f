import TaskModel

/// What a connection that is spoken to without asking is for. Called by the thread of its `PushLoop`, except where said.
protocol PushRole: Sendable {
  /// Whether there is any reason to be connected.
  var isNeeded: Bool { get }
  /// How often `tick` is called while connected; nil for never.
  var tickInterval: Duration? { get }
  /// A fresh connection, on which nothing was asked for yet.
  func connected(clientID: Int64?)
  /// What is to be sent now; asked on a fresh connection and after every wake-up.
  func requests() -> [RedisCommand]
  func receive(_ reply: borrowing RedisReplyView)
  func tick()
  /// The connection, or the attempt to make one, failed. Another attempt follows.
  func lost(_ error: LinkError)
  /// The loop has ended; nothing follows.
  func closed()
}
