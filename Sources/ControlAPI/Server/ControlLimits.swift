/// What clients may use of the daemon.
public struct ControlLimits: Sendable {
  /// Bytes of one request's body.
  public var body = 16 << 20
  /// Bytes of all bodies being read at one time.
  public var bodies = 64 << 20
  /// Bytes of one request's headers.
  public var headers = 16 << 10
  /// Connections served at one time. As many again are told so; what comes beyond is closed.
  public var connections = 256
  /// A connection on which no request is under way is closed after this, one whose headers do not arrive as well.
  public var idleTimeout: Duration = .seconds(60)
  /// A request's body must have arrived by then.
  public var requestTimeout: Duration = .seconds(30)
  /// A client that does not read its response for so long is left.
  public var stallTimeout: Duration = .seconds(120)
  /// Running requests may finish within this when the server stops.
  public var grace: Duration = .seconds(5)
  /// Events kept for a reader of `/v1/events` that is slower than they come; the oldest are lost beyond.
  public var eventBuffer = 1024
  /// A comment is sent on a silent event stream after each of these, so that both ends notice a dead one.
  public var keepAlive: Duration = .seconds(15)

  public init() {}
}
