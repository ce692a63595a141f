import CLinux
import Glibc
import TaskConfiguration
import TaskModel
import Tasks
import Worker

/// The counters, in the shape that `celery inspect stats` and Flower read, with our own under `tasksd`.
extension ControlDesk {
  func stats() -> JSONObject {
    let totals = parts.hub.statistics.snapshot
    let snapshot = parts.worker?.snapshot
    let runs = totals.runs.sorted { $0.key < $1.key }.map { ($0.key.rawValue, JSONValue.integer(Int64($0.value))) }
    let held = (snapshot?.reserved.count ?? 0) + (snapshot?.active.count ?? 0)
    return [
      "total": .object(JSONObject(runs)), "pid": .integer(Int64(getpid())),
      // Only nodes that hear each other on Redis have a logical clock.
      "clock": "0",
      "uptime": .integer(Int64((parts.timer.now - parts.startedAtTimer).inSeconds)),
      "pool": .object(pool(snapshot, runs: totals.runs.values.reduce(0, +))),
      "broker": .object(broker),
      // 0 would say that there is no limit.
      "prefetch_count": .integer(Int64(max(held, snapshot?.slots ?? 0))),
      "rusage": .object(resourceUsage()),
      "tasksd": .object(own(totals, snapshot)),
    ]
  }

  private func pool(_ snapshot: WorkerSnapshot?, runs: Int) -> JSONObject {
    let limits = parts.configuration.options.timeLimits
    return [
      "implementation": "tasksd:threads", "max-concurrency": .integer(Int64(snapshot?.slots ?? 0)),
      "processes": [.integer(Int64(getpid()))], "threads": .integer(Int64(snapshot?.threads ?? 0)),
      "max-tasks-per-child": "N/A", "put-guarded-by-semaphore": false,
      // [soft, hard] in seconds, 0 where there is none.
      "timeouts": .array([limits.soft, limits.hard].map { .double($0?.inSeconds ?? 0) }),
      // What a pool of processes says of its pipes; threads have none.
      "writes": [
        "total": .integer(Int64(runs)), "avg": "0.00", "all": "", "raw": "", "strategy": "fair",
        "inqueues": ["total": 0, "active": 0],
      ],
    ]
  }

  /// Where the broker is, without its password.
  private var broker: JSONObject {
    var broker: JSONObject = [
      "hostname": .string(parts.brokerPlace), "userid": .null, "virtual_host": "0", "port": .null, "insist": false,
      "ssl": false, "transport": .string(parts.brokerKind), "connect_timeout": .null, "transport_options": [:],
      "login_method": .null, "uri_prefix": .null, "heartbeat": 0, "failover_strategy": "round-robin",
      "alternates": [], "credential_provider": .null,
      "place": .string(parts.brokerPlace),
    ]
    guard case .redis(let address) = parts.configuration.options.broker else { return broker }
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
    return broker
  }

  private func own(_ totals: Statistics.Totals, _ snapshot: WorkerSnapshot?) -> JSONObject {
    let outcomes = totals.outcomes.sorted { $0.key < $1.key }.map { ($0.key, JSONValue.integer(Int64($0.value))) }
    return [
      "version": .string(Version.text), "roles": .array(parts.roles.map { .string($0) }),
      "outcomes": .object(JSONObject(outcomes)), "run_seconds": .double(totals.runSeconds),
      "restored": .integer(Int64(totals.restored)), "stuck": .integer(Int64(totals.stuck)),
      "outages": .integer(Int64(totals.outages)), "unsettled": .integer(Int64(snapshot?.unsettled ?? 0)),
      "replays": .integer(Int64(totals.replays)), "done_before": .integer(Int64(totals.doneBefore)),
      "database": database(), "paused": .bool(snapshot?.isPaused ?? false),
      "stopping": .bool(snapshot?.isStopping ?? false),
      "broker_away_for": snapshot?.brokerAwaySince.map { .double((parts.timer.now - $0).inSeconds) } ?? .null,
      "events_dropped": .integer(Int64(parts.hub.remoteEvents.dropped)),
    ]
  }

  /// Null without a database.
  private func database() -> JSONValue {
    guard let relay = parts.relay else { return .null }
    let standing = relay.standing
    func age(_ moment: Timestamp?, at now: Timestamp) -> JSONValue {
      moment.map { .double(max(0, (now - $0).inSeconds)) } ?? .null
    }
    return [
      "place": .string(relay.place), "away_for": age(standing.databaseAwaySince, at: parts.timer.now),
      "waiting": .integer(Int64(standing.waiting)), "oldest_age": age(standing.oldest, at: parts.clock.now),
      "set_aside": .integer(Int64(standing.setAside)), "relayed": .integer(Int64(standing.relayed)),
      "blocked_for": age(standing.storeAwaySince, at: parts.timer.now),
    ]
  }

  /// Linux keeps no count of the last seven (getrusage(2)).
  private func resourceUsage() -> JSONObject {
    var usage = rusage()
    linux_own_usage(&usage)
    return [
      "utime": .double(linux_seconds(usage.ru_utime)), "stime": .double(linux_seconds(usage.ru_stime)),
      "maxrss": .integer(Int64(usage.ru_maxrss)),
      "minflt": .integer(Int64(usage.ru_minflt)), "majflt": .integer(Int64(usage.ru_majflt)),
      "inblock": .integer(Int64(usage.ru_inblock)), "oublock": .integer(Int64(usage.ru_oublock)),
      "nvcsw": .integer(Int64(usage.ru_nvcsw)), "nivcsw": .integer(Int64(usage.ru_nivcsw)),
      "ixrss": 0, "idrss": 0, "isrss": 0, "nswap": 0, "msgsnd": 0, "msgrcv": 0, "nsignals": 0,
    ]
  }
}
