import CommandTasks
import Logging
import SQLiteBackend
import TaskModel
import Tasks
import Worker

/// Commands as tasks: `/bin/true`, from the store to its stored result, two at a time.
struct SpawnRow: Row {
  let name = "spawn"
  private let count = 2000

  func measure(in workshop: Workshop) async throws -> [Reading] {
    let limit = try bareSpawns(workshop)
    let store = try workshop.store()
    defer { store.close() }
    let command = try CommandTask(
      CommandSpecification(name: "true", words: ["/bin/true"]), environment: CommandEnvironment(),
      logger: Logger(label: "bench") { _ in SwiftLogNoOpLogHandler() })
    let queue = workshop.queue(store)
    for _ in 0..<count { try await queue.send(name: "true") }
    let (endings, last) = Countdown.make(from: count)
    let worker = Worker(
      options: WorkerOptions(node: NodeIdentity(name: "bench", incarnation: "1"), concurrency: 2), backend: store,
      handlers: [command], clock: workshop.clock, timer: workshop.timer
    ) { event in
      if case .ended = event { endings.count() }
    }
    let start = MonotonicTime.seconds
    let running = Task { try await worker.run() }
    await last.wait()
    worker.stop(.warm)
    try await running.value
    let rate = Double(count) / (MonotonicTime.seconds - start)
    return [
      Reading("/bin/true as a task, 2 at a time", rate, "tasks/s", limit: "posix_spawn and wait, 1 at a time"),
      Reading("posix_spawn and wait, 1 at a time", limit, "processes/s"),
    ]
  }

  private func bareSpawns(_ workshop: Workshop) throws -> Double {
    let count = 500
    let seconds = try MonotonicTime.seconds { () throws in
      for _ in 0..<count { try Child("/bin/true", [], output: "/dev/null").wait() }
    }
    return Double(count) / seconds
  }
}
