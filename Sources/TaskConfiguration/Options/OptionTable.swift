import Schedules
import TaskModel

/// Every option of [tasksd] and [celery], in the order in which they are shown.
enum OptionTable {
  static let all: [OptionDefinition] =
    stores + redis + database + worker + results + clients + beat + control + logAndSite

  /// Those that may also stand in [celery:broker_transport_options], by kombu's names.
  static let transportOptions: [String: String] = [
    "visibility_timeout": "visibility_timeout", "global_keyprefix": "global_keyprefix",
    "socket_timeout": "redis_socket_timeout", "socket_connect_timeout": "redis_socket_connect_timeout",
  ]

  /// The same for [celery:result_backend_transport_options].
  static let resultTransportOptions = ["global_keyprefix": "result_keyprefix"]

  /// By every spelling, in lower case.
  static let byName: [String: OptionDefinition] = {
    var found: [String: OptionDefinition] = [:]
    for option in all {
      for name in [option.name] + option.aliases { found[name] = option }
    }
    return found
  }()

  /// The option of this key: by any of its names, also behind the prefix `CELERY_` that Celery's namespaces give it.
  static func option(_ key: String) -> OptionDefinition? {
    let key = key.lowercased()
    return byName[key] ?? (key.hasPrefix("celery_") ? byName[String(key.dropFirst(7))] : nil)
  }

  private static let stores: [OptionDefinition] = [
    OptionDefinition(
      "broker_url", ["broker"], "where the queues are kept", show: { $0.broker.maskedDescription },
      differs: { $0.broker != $1.broker }
    ) { text, options throws(ValueError) in
      options.brokerURL = try BrokerAddressReader(directory: text.directory).read(text.text)
    },
    OptionDefinition(
      "result_backend", ["celery_result_backend"], "where results are kept",
      show: { options in
        switch options.resultBackend {
        case .broker: "\(options.broker.maskedDescription) (the broker)"
        case .disabled: "disabled"
        case .address(let address): address.maskedDescription
        }
      }, differs: { $0.resultBackend != $1.resultBackend }
    ) { text, options throws(ValueError) in options.resultBackend = try resultBackend(text) },
    .choice(
      "sqlite_synchronous", sets: \.sqliteSynchronous, "whether what was accepted in SQLite survives a power cut"),
    .path("state_directory", sets: \.stateDirectory, "the directory of the embedded store and the daemon's lock"),
  ]

  private static func resultBackend(_ text: OptionText) throws(ValueError) -> ResultBackend {
    switch text.text.lowercased() {
    case "broker": return .broker
    case "disabled", "disabled://", "none": return .disabled
    default: return .address(try BrokerAddressReader(directory: text.directory).read(text.text))
    }
  }

  private static let redis: [OptionDefinition] = [
    .duration(
      "visibility_timeout", sets: \.redis.visibilityTimeout,
      "how old a Celery worker's unacknowledged delivery is before it is taken back"),
    .text("global_keyprefix", sets: \.redis.keyPrefix, allowsEmpty: true, "what stands before every key of the broker"),
    .text(
      "result_keyprefix", sets: \.redis.resultKeyPrefix, allowsEmpty: true, "what stands before every key of a result"),
    .duration("redis_socket_timeout", sets: \.redis.socketTimeout, "how long one command may take on Redis"),
    .duration(
      "redis_socket_connect_timeout", sets: \.redis.connectTimeout, "how long connecting to Redis may take"),
    OptionDefinition(
      "sentinel_password", [], "the password of the sentinels themselves",
      show: { $0.redis.sentinelPassword == nil ? "none" : SecretMask.mask },
      differs: { $0.redis.sentinelPassword != $1.redis.sentinelPassword }
    ) { text, options in options.redis.sentinelPassword = text.text },
    .boolean(
      "worker_enable_remote_control", ["celery_enable_remote_control"], sets: \.redis.remoteControl,
      "obey celery inspect, celery control and Flower"),
    .boolean(
      "worker_send_task_events", ["celery_send_events"], sets: \.redis.sendsTaskEvents,
      "send events of single tasks from the start on"),
    .text("control_exchange", sets: \.redis.controlExchange, "the exchange of remote control"),
    .text("event_exchange", sets: \.redis.eventExchange, "the exchange of events"),
    .boolean("result_extended", sets: \.redis.extendsResults, "results tell name, arguments and worker, too"),
    .choice(
      "result_compression", sets: \.redis.resultCompression, words: ["zlib": .gzip], "how results are compressed"),
  ]

  private static let database: [OptionDefinition] = [
    OptionDefinition(
      "database_url", [], "the application's own database, for transactional tasks",
      show: { $0.databaseURL?.maskedDescription ?? "none" }, differs: { $0.databaseURL != $1.databaseURL }
    ) { text, options throws(ValueError) in
      options.databaseURL = try DatabaseAddressReader(directory: text.directory).read(text.text)
    },
    .integer(
      "database_pool", sets: \.databasePool, in: 1...1000, "connections to the database this process has at most"),
  ]

  private static let worker: [OptionDefinition] = [
    OptionDefinition(
      "worker_concurrency", ["celeryd_concurrency"], "worker threads",
      show: { $0.workerConcurrency.map(String.init) ?? "auto" }
    ) { text, options throws(ValueError) in
      options.workerConcurrency =
        text.text.lowercased() == "auto" ? nil : try ValueReader.integer(text.text, in: 1...1024)
    },
    .integer("tasks_per_thread", sets: \.tasksPerThread, in: 1...10_000, "async tasks that share one worker thread"),
    OptionDefinition(
      "worker_prefetch_multiplier", ["celeryd_prefetch_multiplier"], "messages taken for each free slot",
      show: { if case .times(let number) = $0.prefetchMultiplier { String(number) } else { "auto" } }
    ) { text, options throws(ValueError) in
      options.prefetchMultiplier =
        text.text.lowercased() == "auto" ? .automatic : .times(try ValueReader.integer(text.text, in: 1...10_000))
    },
    OptionDefinition(
      "task_default_queue", ["celery_default_queue"], "the queue of tasks that name none",
      show: { $0.defaultQueue.rawValue }
    ) { text, options throws(ValueError) in options.defaultQueue = QueueName(try ValueReader.queue(text.text)) },
    OptionDefinition(
      "worker_queues", ["task_queues", "celery_queues"], "the queues the worker takes from",
      show: { $0.workerQueues?.map(\.rawValue).joined(separator: ", ") ?? "auto" }
    ) { text, options throws(ValueError) in
      var queues: [QueueName] = []
      for name in ValueReader.list(text.text) { queues.append(QueueName(try ValueReader.queue(name))) }
      options.workerQueues = queues == ["auto"] ? nil : queues
    },
    .optionalDuration(
      "task_time_limit", ["celeryd_task_time_limit"], sets: \.timeLimit, "how long a run may take before it is ended"),
    .optionalDuration(
      "task_soft_time_limit", ["celeryd_task_soft_time_limit"], sets: \.softTimeLimit,
      "how long a run may take before it is asked to end"),
    .boolean(
      "task_acks_late", ["celery_acks_late"], sets: \.acknowledgesLate, "acknowledge after the run, not before it"),
    .integer(
      "worker_max_deliveries", ["task_max_deliveries"], sets: \.maxDeliveries, in: 1...1000,
      "how often a task that takes its worker down is handed out"),
    .duration("worker_lease", ["lease"], sets: \.lease, "how long a dead node's tasks stay its own"),
    .duration(
      "stop_timeout", ["worker_soft_shutdown_timeout", "worker_soft_shutdown"], sets: \.stopTimeout, allowsZero: true,
      "how long running tasks may go on when the daemon stops"),
  ]

  private static let results: [OptionDefinition] = [
    .boolean("task_ignore_result", ["celery_ignore_result"], sets: \.ignoresResults, "store no results"),
    .boolean("task_track_started", ["celery_track_started"], sets: \.tracksStarted, "store the state STARTED"),
    .optionalDuration(
      "result_expires", ["celery_task_result_expires"], sets: \.resultExpires, "how long results are kept"),
  ]

  private static let clients: [OptionDefinition] = [
    .boolean("task_always_eager", ["celery_always_eager"], sets: \.alwaysEager, "run tasks where they are sent"),
    .boolean(
      "task_eager_propagates", ["celery_eager_propagates_exceptions", "celery_eager_propagates"],
      sets: \.eagerPropagates,
      "let the sender of an eager task see its error"),
    OptionDefinition(
      "task_default_priority", ["celery_task_default_priority"], "the priority of tasks that name none",
      show: { $0.defaultPriority.description }
    ) { text, options throws(ValueError) in
      options.defaultPriority = Priority(try ValueReader.integer(text.text, in: 0...9))
    },
    OptionDefinition("max_message_size", [], "the largest message that is taken", show: { "\($0.maxMessageSize)" }) {
      text, options throws(ValueError) in
      let size = try ValueReader.size(text.text)
      guard (1024...(1 << 30)).contains(size) else {
        throw ValueError("\(size) bytes are too \(size < 1024 ? "few" : "many")", hint: "write 1k to 1G")
      }
      options.maxMessageSize = size
    },
  ]

  private static let beat: [OptionDefinition] = [
    .boolean("beat_enabled", sets: \.beatEnabled, "tasksd run sends scheduled tasks"),
    OptionDefinition("timezone", ["celery_timezone"], "the zone of crontab entries", show: { $0.timeZone }) {
      text, options in options.timeZone = text.text
    },
    .choice("beat_catch_up", ["catch_up"], sets: \.catchUp.mode, "which missed ticks are sent after a downtime"),
    .optionalDuration(
      "beat_catch_up_deadline", ["catch_up_deadline"], sets: \.catchUp.deadline, "how late a missed tick is still sent"),
  ]

  private static let control: [OptionDefinition] = [
    .path("control_socket", sets: \.controlSocket, "the unix socket of the control API"),
    OptionDefinition(
      "control_socket_mode", [], "its permissions", show: { "0" + String($0.controlSocketMode, radix: 8) }
    ) { text, options throws(ValueError) in options.controlSocketMode = try ValueReader.mode(text.text) },
    OptionDefinition(
      "control_socket_group", [], "its group", show: { $0.controlSocketGroup ?? "tasksd, if there is one" }
    ) { text, options in options.controlSocketGroup = text.text },
  ]

  private static let logAndSite: [OptionDefinition] = [
    .choice(
      "log_level", ["loglevel"], sets: \.logLevel, words: ["warn": .warning, "critical": .error, "fatal": .error],
      "the least important message that is logged"),
    .choice("log_format", sets: \.logFormat, "how messages are written"),
    .text("hostname", ["node_name"], sets: \.hostname, "the name of this node"),
    OptionDefinition("site_url", [], "where URLs that tasks make begin", show: { $0.siteURL ?? "none" }) {
      text, options throws(ValueError) in options.siteURL = try SiteURL.read(text.text)
    },
    OptionDefinition("secrets_file", [], "an INI file whose keys are secrets", show: { $0.secretsFile ?? "none" }) {
      text, options in options.secretsFile = text.path
    },
    OptionDefinition(
      "imports", ["celery_imports", "include", "celery_include"], "modules of a Celery application",
      notice: "imports have no effect here: tasks are compiled in or declared in [task:NAME]", allowsEmpty: true,
      show: { $0.imports.isEmpty ? "none" : $0.imports.joined(separator: ", ") + " (without effect)" }
    ) { text, options in options.imports = ValueReader.list(text.text) },
  ]
}
