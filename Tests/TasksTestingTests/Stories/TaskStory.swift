import Tasks
import TasksTesting
import Testing

/// What must hold of tasks in whichever way they are run: told once, held against each.
struct TaskStory: Sendable, CustomTestStringConvertible {
  static let tasks: [any TaskDefinition.Type] = [
    Rename.self, RenameAndFail.self, TwoSteps.self, Note.self, Flaky.self, Contended.self, Doomed.self, Plus.self,
    Measure.self,
  ]

  let title: String
  /// How many times a task's code is run in it.
  let runs: Int
  let tell: @Sendable (TestedTasks, Ledger) async throws -> Void

  var testDescription: String { title }

  /// With one person in the database, and nothing in the queue.
  func run(
    _ mode: TaskMode, clock: ManualClock = ManualClock(), adjust: @Sendable (TestedTasks) -> TestedTasks = { $0 }
  ) async throws {
    let ledger = Ledger()
    try await withTasks(Self.tasks, mode: mode, clock: clock, prepare: { $0.register(ledger) }) { tasks in
      try await tasks.database.transaction { transaction in
        try await transaction.execute("CREATE TABLE person (id INTEGER PRIMARY KEY, name TEXT, changes INTEGER)")
        try await transaction.execute("INSERT INTO person VALUES (1, 'nobody', 0)")
      }
      let tasks = adjust(tasks)
      try await tell(tasks, ledger)
      #expect(tasks.runs.count == runs, "runs of: \(tasks.endings.compactMap(\.message?.task))")
    }
  }
}

extension TestedTasks {
  func name(of person: Int) async throws -> String? {
    try await database.transaction { try await $0.first("SELECT name FROM person WHERE id = \(person)")?.get("name") }
  }

  func changes(of person: Int) async throws -> Int? {
    try await database.transaction {
      try await $0.first("SELECT changes FROM person WHERE id = \(person)")?.get("changes")
    }
  }
}
