/// A redis-server of a test's own.
public final class RedisServer: Sendable {
  /// One for all tests of the process; started by the first that asks. Do not pause or stop it.
  public static var shared: RedisServer { get async throws { fatalError() } }

  /// `configuration`: lines of redis.conf, such as `appendonly yes`. Returns when it answers.
  public static func start(_ configuration: [String] = []) async throws -> RedisServer { fatalError() }

  public var port: UInt16 { 0 }
  /// Where it also listens.
  public var socketPath: String { "" }

  /// A database (0 to 4095) nobody else in this process was given.
  public func freshDatabase() -> Int { 0 }

  /// Ends it as an administrator would (SIGTERM), and waits.
  public func stop() async {}
  /// SIGKILL, and waits.
  public func kill() async {}
  /// SIGSTOP.
  public func pause() {}
  /// SIGCONT.
  public func resume() {}
  /// The same again: port, data, configuration. Ends it first if it runs.
  public func restart() async throws {}
}
