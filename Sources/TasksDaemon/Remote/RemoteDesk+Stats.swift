import Glibc
import TaskConfiguration
import TaskModel
import Worker

/// The counters, in the shape that `celery inspect stats` and Flower read.
extension RemoteDesk {
  func stats() -> RemoteAnswer {
    guard var stats = desk.stats().objectValue else { return .value(.null) }
    stats["clock"] = .string(String(clock.value))
    stats["broker"] = broker
    // 0 would say that there is no limit.
    stats["prefetch_count"] = .integer(max(stats["prefetch_count"]?.integerValue ?? 0, slots))
    var pool = stats["pool"]?.objectValue ?? [:]
    pool["put-guarded-by-semaphore"] = false
    pool["timeouts"] = timeouts
    pool["writes"] = writes
    stats["pool"] = .object(pool)
    var usage = stats["rusage"]?.objectValue ?? [:]
    for name in ["ixrss", "idrss", "isrss", "nswap", "msgsnd", "msgrcv", "nsignals"] where usage[name] == nil {
      usage[name] = 0
    }
    stats["rusage"] = .object(usage)
    var own = stats["tasksd"]?.objectValue ?? [:]
    own["events_dropped"] = .integer(Int64(parts.hub.remoteEvents.dropped))
    stats["tasksd"] = .object(own)
    return .value(.object(stats))
  }

  private var slots: Int64 { Int64(parts.worker?.snapshot.slots ?? 0) }

  /// [soft, hard] in seconds, 0 where there is none.
  private var timeouts: JSONValue {
    let limits = parts.configuration.options.timeLimits
    return .array([limits.soft, limits.hard].map { .double($0?.inSeconds ?? 0) })
  }

  /// What a pool of processes says of its pipes; threads have none.
  private var writes: JSONValue {
    [
      "total": .integer(Int64(parts.hub.statistics.snapshot.runs.values.reduce(0, +))), "avg": "0.00", "all": "",
      "raw": "", "strategy": "fair", "inqueues": ["total": 0, "active": 0],
    ]
  }

  /// Where the broker is, without its password.
  private var broker: JSONValue {
    var broker: JSONObject = [
      "hostname": .string(parts.brokerPlace), "userid": .null, "virtual_host": "0", "port": .null, "insist": false,
      "ssl": false, "transport": .string(parts.brokerKind), "connect_timeout": .null, "transport_options": [:],
      "login_method": .null, "uri_prefix": .null, "heartbeat": 0, "failover_strategy": "round-robin",
      "alternates": [], "credential_provider": .null,
    ]
    guard case .redis(let address) = parts.configuration.options.broker else { return .object(broker) }
    broker["userid"] = JSONValue(address.user)
    broker["virtual_host"] = .string(String(address.database))
    broker["connect_timeout"] = .double(parts.configuration.options.redis.connectTimeout.inSeconds)
    broker["ssl"] = .bool(address.tls != nil)
    switch address.endpoint {
    case .tcp(let host):
      broker["hostname"] = .string(host.name)
      broker["port"] = .integer(Int64(host.port))
    case .socket(let path): broker["hostname"] = .string(path)
    case .sentinel(let hosts, _):
      broker["transport"] = "sentinel"
      broker["hostname"] = JSONValue(hosts.first?.name)
      broker["port"] = JSONValue(hosts.first?.port)
      broker["alternates"] = .array(hosts.dropFirst().map { .string("sentinel://\($0.name):\($0.port)") })
    }
    return .object(broker)
  }
}
