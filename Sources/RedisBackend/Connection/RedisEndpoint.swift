/// Where a Redis server is found, and as whom to speak to it.
public struct RedisEndpoint: Sendable, Hashable {
  public struct Host: Sendable, Hashable, CustomStringConvertible {
    /// A name, an IPv4 address, or an IPv6 address without brackets.
    public var name: String
    public var port: UInt16

    public init(_ name: String, port: UInt16 = 6379) {
      self.name = name
      self.port = port
    }

    public var description: String { name.contains(":") ? "[\(name)]:\(port)" : "\(name):\(port)" }
  }

  public enum Location: Sendable, Hashable {
    case tcp(Host)
    case unixSocket(path: String)
    /// The master of that name, as any of these sentinels knows it.
    case sentinel([Host], service: String)
  }

  public var location: Location
  /// Nil: what is sent can be read by others (`redis://`). With sentinels it holds for them and for the master.
  public var tls: RedisTLS?
  /// Nil: the server's user `default`.
  public var user: String?
  public var password: String?
  public var sentinelUser: String?
  public var sentinelPassword: String?
  /// 0 and up; how many there are is the server's setting.
  public var database: Int

  public init(
    _ location: Location, tls: RedisTLS? = nil, user: String? = nil, password: String? = nil,
    sentinelUser: String? = nil, sentinelPassword: String? = nil, database: Int = 0
  ) {
    self.location = location
    self.tls = tls
    self.user = user
    self.password = password
    self.sentinelUser = sentinelUser
    self.sentinelPassword = sentinelPassword
    self.database = database
  }

  /// As a URL in Celery's spelling, with `**` in place of a password.
  public var maskedDescription: String {
    let credentials = password == nil ? user.map { "\($0)@" } ?? "" : "\(user ?? ""):**@"
    switch location {
    case .tcp(let host): return "\(tls == nil ? "redis" : "rediss")://\(credentials)\(host)/\(database)"
    case .unixSocket(let path): return "redis+socket://\(credentials)\(path)?virtual_host=\(database)"
    case .sentinel(let hosts, let service):
      let places = hosts.map { "sentinel://\(credentials)\($0)" }.joined(separator: ";")
      return "\(places)/\(database)?master=\(service)\(tls == nil ? "" : "&ssl=true")"
    }
  }
}
