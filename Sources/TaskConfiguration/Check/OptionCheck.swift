import Schedules
import TaskModel

/// Options that are fine one by one and do not go together.
struct OptionCheck {
  let configuration: DaemonConfiguration
  let role: ConfigurationCheck.Role

  private var options: DaemonOptions { configuration.options }

  func problems() -> [Problem] {
    var problems = [
      limits(), eager(), lease(), socket(), memory(), stopTimeout(), siteURL(), zone(), secrets(), pythonSettings(),
      resultPlace(), controlOfRedis(),
    ]
    .compactMap { $0 }
    problems += unservedQueues()
    return problems
  }

  private func origin(_ option: String) -> Origin { configuration.origins[option] ?? .builtIn }

  private func problem(
    as severity: Problem.Severity = .error, _ option: String, _ message: String, hint: String
  ) -> Problem {
    Problem(as: severity, at: origin(option), "\(option): \(message)", hint: hint)
  }

  private func limits() -> Problem? {
    guard let soft = options.softTimeLimit, let hard = options.timeLimit, soft >= hard else { return nil }
    return problem(
      "task_soft_time_limit",
      "\(DurationReader.text(soft)) is not below task_time_limit, \(DurationReader.text(hard))",
      hint: "make the soft limit the shorter one")
  }

  private func eager() -> Problem? {
    guard options.alwaysEager else { return nil }
    switch role {
    case .beat:
      return problem(
        "task_always_eager", "beat would run every task inside itself", hint: "set it to false, or do not run beat")
    case .daemon, .worker:
      return problem(
        as: .notice, "task_always_eager", "it concerns programs that send tasks; this worker runs what is in the queue",
        hint: "set it to false here if clients do not share this file")
    case .other: return nil
    }
  }

  private func lease() -> Problem? {
    guard options.lease < .seconds(1) else { return nil }
    return problem(
      "worker_lease", "\(DurationReader.text(options.lease)) is too short to be renewed in time",
      hint: "write 1s or more")
  }

  /// `sun_path` has 108 bytes, the closing NUL included (unix(7)).
  private func socket() -> Problem? {
    let count = options.controlSocket.utf8.count
    guard count > 107 else { return nil }
    return problem(
      "control_socket", "the path has \(count) bytes, Linux allows 107 for a socket", hint: "choose a shorter path")
  }

  private func memory() -> Problem? {
    guard options.broker == .memory, role == .daemon || role == .worker || role == .beat else { return nil }
    return problem(
      as: .notice, "broker_url", "memory:// forgets everything when the process ends",
      hint: "leave the line out for SQLite")
  }

  /// What settles a task brings its result along: a Redis broker to any Redis, an embedded store to itself.
  private func resultPlace() -> Problem? {
    guard case .address(let place) = options.resultBackend, place != options.broker else { return nil }
    if case .redis = place, case .redis = options.broker { return nil }
    return problem(
      "result_backend",
      "results of tasks in \(options.broker.maskedDescription) cannot be kept in \(place.maskedDescription)",
      hint: "leave the line out to keep them with the tasks; a Redis broker can keep them on another Redis")
  }

  /// Options that speak of Redis where there is none.
  private func controlOfRedis() -> Problem? {
    if case .redis = options.broker { return nil }
    let said = [
      "visibility_timeout", "global_keyprefix", "redis_socket_timeout", "redis_socket_connect_timeout",
      "sentinel_password", "worker_send_task_events", "control_exchange", "event_exchange",
    ].first { origin($0) != .builtIn }
    return said.map {
      problem(
        as: .notice, $0, "it concerns Redis, and the broker is \(options.broker.maskedDescription)",
        hint: "set broker_url = redis://…, or leave the line out")
    }
  }

  private func stopTimeout() -> Problem? {
    var limits = configuration.commands.compactMap { command in
      command.options.timeLimit.hard.map { (limit: $0, origin: Origin.file(command.location)) }
    }
    if let limit = options.timeLimit { limits.append((limit, origin("task_time_limit"))) }
    guard let longest = limits.max(by: { $0.limit < $1.limit }), longest.limit > options.stopTimeout else { return nil }
    let place = origin("stop_timeout") == .builtIn ? longest.origin : origin("stop_timeout")
    return Problem(
      as: .notice, at: place,
      "stop_timeout: running tasks get \(DurationReader.text(options.stopTimeout)) when the daemon stops, the longest "
        + "time limit is \(DurationReader.text(longest.limit))",
      hint: "raise stop_timeout, and TimeoutStopSec= of the unit, above it")
  }

  private func siteURL() -> Problem? {
    guard let url = options.siteURL, SiteURL.isLocal(url) else { return nil }
    let isProduction = configuration.settings["websauna.site_production"].flatMap { try? ValueReader.boolean($0) }
    guard isProduction == true else { return nil }
    return problem(
      as: .notice, "site_url",
      "\(url) is this machine, but websauna.site_production is set: links in mails would lead nowhere",
      hint: "write the site's public URL")
  }

  private func zone() -> Problem? {
    guard origin("timezone") == .builtIn else { return nil }
    let count = configuration.entries.count { entry in
      if case .crontab = entry.schedule { !entry.hasOwnZone } else { false }
    }
    guard count > 0 else { return nil }
    let message =
      "no timezone is set: UTC is in force for \(count == 1 ? "a crontab entry" : "\(count) crontab entries")"
    return Problem(
      as: .notice, file: configuration.file, message, hint: "write timezone = Europe/Helsinki, or UTC if it is meant")
  }

  private func secrets() -> Problem? {
    guard let command = configuration.commands.first(where: \.passSecrets), options.secretsFile == nil else {
      return nil
    }
    return Problem(
      as: .notice, at: command.location, "pass_secrets: there are no secrets to pass",
      hint: "set secrets_file in [tasksd]")
  }

  /// Later Websauna sites keep Celery's options in a setting, as a Python expression.
  private func pythonSettings() -> Problem? {
    guard let location = configuration.settingOrigins["websauna.celery_config"] else { return nil }
    return Problem(
      as: .notice, at: location, "websauna.celery_config is Python and is not read here",
      hint: "write its options into [tasksd], one a line: broker_url = redis://localhost:6379/3")
  }

  /// Queues that are sent to and that `worker_queues` leaves out.
  private func unservedQueues() -> [Problem] {
    guard let served = options.workerQueues else { return [] }
    var named: [(queue: QueueName, location: SourceLocation)] = []
    named += configuration.commands.compactMap { command in command.options.queue.map { ($0, command.location) } }
    named += configuration.routes.compactMap { route in route.queue.map { ($0, route.location) } }
    named += configuration.entries.filter { !$0.isRemote }
      .compactMap { entry in entry.options.queue.map { ($0, entry.location) } }
    return named.filter { !served.contains($0.queue) }.map { queue, location in
      Problem(
        as: .notice, at: location, "queue \(queue) is not among worker_queues: nothing here takes from it",
        hint: "add it to worker_queues if no other worker does")
    }
  }
}
