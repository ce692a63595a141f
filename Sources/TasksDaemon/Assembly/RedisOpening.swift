import CeleryWire
import Logging
import RedisBackend
import TaskConfiguration
import TaskModel

/// The configuration's Redis in the backend's words.
struct RedisOpening {
  let address: RedisAddress
  let options: DaemonOptions
  /// Who connects: a node's name, or `client`.
  let name: String
  let logger: Logger

  /// Connects once, so that a server that will not do is known before anything starts.
  ///
  /// - Throws: ``DaemonError``: 78 for a server that refuses us for good or is too old, 69 for one that is away.
  func open(clock: any WallClock) async throws(DaemonError) -> OpenStore {
    do throws(BackendError) {
      let backend = try RedisBackend(
        endpoint(address), clock: clock, options: redisOptions, connection: connectionOptions)
      do throws(BackendError) { try await backend.connect() } catch {
        backend.close()
        throw error
      }
      return OpenStore(backend: backend, remote: remote, takeName: backend.takeName) { backend.close() }
    } catch {
      throw DaemonError(error.isTransient ? .unavailable : .configuration, error.description)
    }
  }

  private var remote: @Sendable () throws(BackendError) -> any RemoteChannel {
    let exchanges = RemoteExchanges(
      database: address.database, keyPrefix: options.redis.keyPrefix, control: options.redis.controlExchange,
      event: options.redis.eventExchange)
    let (endpoint, connection) = (endpoint(address), connectionOptions)
    return { [name] () throws(BackendError) in
      try RedisRemoteChannel(endpoint, options: connection, node: name, exchanges: exchanges)
    }
  }

  var connectionOptions: RedisConnectionOptions {
    RedisConnectionOptions(
      connectTimeout: options.redis.connectTimeout, commandTimeout: options.redis.socketTimeout,
      clientName: "tasksd:\(name)", warn: { [logger] in logger.warning("\($0)") })
  }

  func endpoint(_ address: RedisAddress) -> RedisEndpoint {
    let location: RedisEndpoint.Location
    switch address.endpoint {
    case .tcp(let host): location = .tcp(Self.host(host))
    case .socket(let path): location = .unixSocket(path: path)
    case .sentinel(let hosts, let service): location = .sentinel(hosts.map(Self.host), service: service)
    }
    return RedisEndpoint(
      location, tls: address.tls.map(Self.tls), user: address.user, password: address.password,
      sentinelPassword: options.redis.sentinelPassword, database: address.database)
  }

  private static func tls(_ tls: RedisAddress.TLS) -> RedisTLS {
    RedisTLS(
      verification: !tls.verifiesCertificate ? .none : tls.verifiesHost ? .full : .authority,
      authorities: tls.authorities, certificate: tls.certificate, key: tls.key)
  }

  private static func host(_ host: RedisAddress.Host) -> RedisEndpoint.Host {
    // The reader has seen to the range.
    RedisEndpoint.Host(host.name, port: UInt16(clamping: host.port))
  }

  private var redisOptions: RedisOptions {
    RedisOptions(
      keyPrefix: options.redis.keyPrefix, resultKeyPrefix: options.redis.resultKeyPrefix,
      visibilityTimeout: options.redis.visibilityTimeout, results: resultPlace, resultExpires: options.resultExpires,
      resultCompression: options.redis.resultCompression == .gzip ? .zlib : nil)
  }

  /// A database of the same server is settled in the same step as the broker's.
  private var resultPlace: RedisOptions.ResultPlace {
    guard case .address(.redis(let results)) = options.resultBackend, results != address else { return .brokerDatabase }
    var sameDatabase = results
    sameDatabase.database = address.database
    return sameDatabase == address ? .database(results.database) : .server(endpoint(results))
  }
}
