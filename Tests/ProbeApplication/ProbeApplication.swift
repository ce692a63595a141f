import Tasks
import TasksDaemon

/// A tasksd with tasks that leave traces in a database: table `probe` holds a row for each effect.
@main
struct ProbeApplication: TaskApplication {
  static let tasks: [any TaskDefinition.Type] = [
    Insert.self, Follow.self, Leak.self, Commits.self, Ping.self, AddOne.self, Doom.self,
  ]
}
