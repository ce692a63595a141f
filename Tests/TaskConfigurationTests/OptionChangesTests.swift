import TaskModel
import Testing

@testable import TaskConfiguration

/// What a reload answers about options that it cannot put in force.
struct OptionChangesTests {
  private func changes(_ old: String, _ new: String) -> [String] {
    OptionChanges.waitingForStart(
      reading("[tasksd]\n" + old).configuration.options, reading("[tasksd]\n" + new).configuration.options)
  }

  @Test(arguments: [
    ("", "", []),
    ("worker_concurrency = 1", "worker_concurrency = 2", []),
    ("", "stop_timeout = 20m", []),
    ("", "worker_lease = 30s", ["worker_lease"]),
    ("", "log_level = debug\nhostname = x@y", ["log_level", "hostname"]),
    ("", "task_acks_late = false", ["task_acks_late of compiled-in tasks"]),
    ("broker_url = redis://a/1", "broker_url = redis://a/1", []),
    ("broker_url = redis://:old@a/1", "broker_url = redis://:new@a/1", ["broker_url"]),
    ("sentinel_password = old", "sentinel_password = new", ["sentinel_password"]),
    ("database_url = postgresql://u:old@h/d", "database_url = postgresql://u:new@h/d", ["database_url"]),
    ("result_backend = redis://:old@a/1", "result_backend = redis://:new@a/1", ["result_backend"]),
  ])
  func whatNeedsAStartIsNamedAlsoWhenOnlyASecretIsNew(_ old: String, _ new: String, _ expected: [String]) {
    #expect(changes(old, new) == expected)
  }

  @Test func everyNameIsAnOptions() {
    let names = Set(OptionTable.all.map(\.name))
    #expect(ChangeMoment.atStart.union(ChangeMoment.defaultsOfTasks).subtracting(names) == [])
  }
}
