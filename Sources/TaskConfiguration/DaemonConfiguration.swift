package import Schedules
package import TaskModel

/// The configuration of one daemon, read and put together. Values only: nothing in it touches the world.
package struct DaemonConfiguration: Sendable {
  /// The main file, as it was named; nil when there is none and everything is as built in.
  package var file: String?
  /// The main file and all it includes, absolute where they were found by search.
  package var files: [String] = []
  package var options = DaemonOptions()
  /// Where each option of ``options`` was said, by its name.
  package var origins: [String: Origin] = [:]
  /// The rules of `timezone`.
  package var zone = ZoneRules.utc
  /// In the order of the file; disabled ones included.
  package var entries: [ScheduledEntry] = []
  package var routes: [TaskRoute] = []
  package var commands: [CommandConfiguration] = []
  /// The keys of [app:main] and [DEFAULT], as written: a task's settings, and the `MAIN_…` environment of commands.
  package var settings: [String: String] = [:]
  package var settingOrigins: [String: SourceLocation] = [:]
  /// From `secrets_file`: `NAME` of its section [secrets], `section.NAME` of others. The `SECRET_…` environment of
  /// commands with `pass_secrets`.
  package var secrets: [String: String] = [:]

  var secretOptions: Set<String> = []
  /// The credentials that were put in.
  var credentialTexts: [String] = []
  /// What no report may show.
  var hiddenTexts: [String] { Array(secrets.values) + credentialTexts }
  var references: [TaskReference] = []
  /// Every [task:NAME], also those whose command is wrong.
  var declaredCommands: [TaskName: SourceLocation] = [:]

  package init() {}

  /// The queues a worker takes from: `worker_queues`, or else the default queue and every queue that routes, entries and
  /// commands name, with `further` ones, which are those of compiled-in tasks. In that order, each once.
  package func consumedQueues(adding further: [QueueName] = []) -> [QueueName] {
    if let queues = options.workerQueues { return queues }
    var named = [options.defaultQueue] + commands.compactMap(\.options.queue) + routes.compactMap(\.queue)
    named += entries.filter { !$0.isRemote }.compactMap(\.options.queue) + further
    var seen: Set<QueueName> = []
    return named.filter { seen.insert($0).inserted }
  }
}
