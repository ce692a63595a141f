package import Schedules
package import TaskModel

/// The options of [tasksd] (or [celery]), with their defaults. What each means: ``OptionTable``.
package struct DaemonOptions: Hashable, Sendable {
  // Stores
  /// Nil: `tasksd.db` in the state directory; see ``broker``.
  package var brokerURL: BrokerAddress?
  package var resultBackend = ResultBackend.broker
  package var sqliteSynchronous = SQLiteSynchronous.full
  package var stateDirectory = "/var/lib/tasksd"
  package var redis = RedisSettings()

  // Database
  /// The application's own; nil: none.
  package var databaseURL: DatabaseAddress?
  /// How many connections to it this process has at most.
  package var databasePool = 10

  // Worker
  /// Nil: as many as the machine has processors.
  package var workerConcurrency: Int?
  package var tasksPerThread = 1
  package var prefetchMultiplier = PrefetchMultiplier.automatic
  package var defaultQueue = QueueName.standard
  package var defaultPriority = Priority.standard
  /// Nil: the default queue and every queue the configuration names; see ``DaemonConfiguration/consumedQueues(adding:)``.
  package var workerQueues: [QueueName]?
  package var timeLimit: Duration?
  package var softTimeLimit: Duration?
  package var acknowledgesLate = true
  package var maxDeliveries = 3
  package var lease: Duration = .seconds(15)
  package var stopTimeout: Duration = .seconds(600)

  // Results
  package var ignoresResults = false
  package var tracksStarted = false
  /// Nil: kept for ever.
  package var resultExpires: Duration? = .days(1)

  // Clients
  package var alwaysEager = false
  package var eagerPropagates = false
  /// Bytes.
  package var maxMessageSize = 16 << 20

  // Beat
  package var beatEnabled = true
  /// IANA name.
  package var timeZone = "UTC"
  package var catchUp = CatchUp.latest

  // Control socket
  package var controlSocket = "/run/tasksd/control.sock"
  package var controlSocketMode = 0o660
  /// Nil: `tasksd`, where there is such a group and the daemon may give it.
  package var controlSocketGroup: String?

  // Log and name
  package var logLevel = LogLevelName.info
  package var logFormat = LogFormat.auto
  /// May hold `%h` (host name), `%n` (its first part), `%d` (the rest), as in Celery.
  package var hostname = "celery@%h"

  // Site
  package var siteURL: String?
  /// Absolute path.
  package var secretsFile: String?
  /// Modules of a Celery application; listed, without effect.
  package var imports: [String] = []

  package init() {}

  /// The broker in force.
  package var broker: BrokerAddress { brokerURL ?? .sqlite(path: stateDirectory + "/tasksd.db") }

  package var timeLimits: TimeLimit { TimeLimit(soft: softTimeLimit, hard: timeLimit) }
}
