/// How a connection behaves, whatever it is connected to.
public struct RedisConnectionOptions: Sendable {
  /// The longest wait for the server to accept and greet; also for each sentinel.
  public var connectTimeout: Duration
  /// The longest silence of a server that owes an answer.
  public var commandTimeout: Duration
  /// How often a subscribed connection without traffic asks whether the other end still lives, and how long it waits for
  /// the answer.
  public var heartbeat: Duration
  /// The shortest and the longest pause before a subscribed connection is tried again.
  public var reconnectDelays: ClosedRange<Duration>
  /// Shown by `CLIENT LIST`, such as `tasksd:celery@web1`; nil sets none. Bytes it may not have become `_`.
  public var clientName: String?
  /// Told once what an administrator should know, such as a server that may evict keys.
  public var warn: @Sendable (String) -> Void

  public init(
    connectTimeout: Duration = .seconds(5), commandTimeout: Duration = .seconds(30), heartbeat: Duration = .seconds(30),
    reconnectDelays: ClosedRange<Duration> = .milliseconds(50) ... .seconds(5), clientName: String? = nil,
    warn: @escaping @Sendable (String) -> Void = { _ in }
  ) {
    self.connectTimeout = connectTimeout
    self.commandTimeout = commandTimeout
    self.heartbeat = heartbeat
    self.reconnectDelays = reconnectDelays
    self.clientName = clientName
    self.warn = warn
  }
}
