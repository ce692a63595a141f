import Tasks
import TasksDaemon

/// `tasksd` as it is shipped: the built-in tasks and whatever the configuration declares.
@main
struct Tasksd: TaskApplication {
  static let tasks: [any TaskDefinition.Type] = [UpdateConversionRates.self]
}
