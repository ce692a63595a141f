/// When the change of an option is in force.
enum ChangeMoment: String, Hashable, Sendable {
  case reload = "at a reload"
  /// What is made once, when the process starts.
  case start = "at the next start"
  /// Defaults of tasks: commands are made anew at a reload, compiled-in tasks have what the worker started with.
  case reloadForCommands = "for commands at a reload, for compiled-in tasks at the next start"

  init(ofOption name: String) {
    self = Self.atStart.contains(name) ? .start : Self.defaultsOfTasks.contains(name) ? .reloadForCommands : .reload
  }

  static let defaultsOfTasks: Set = ["task_time_limit", "task_soft_time_limit", "task_acks_late", "task_ignore_result"]

  static let atStart: Set = [
    "broker_url", "result_backend", "sqlite_synchronous", "state_directory", "max_message_size",
    "visibility_timeout", "global_keyprefix", "result_keyprefix", "redis_socket_timeout",
    "redis_socket_connect_timeout", "sentinel_password", "worker_enable_remote_control", "worker_send_task_events",
    "control_exchange", "event_exchange", "result_extended", "result_compression",
    "database_url", "database_pool",
    "tasks_per_thread", "worker_prefetch_multiplier", "worker_max_deliveries", "worker_lease", "task_track_started",
    "result_expires", "beat_enabled",
    "control_socket", "control_socket_mode", "control_socket_group", "log_level", "log_format", "hostname",
  ]
}
