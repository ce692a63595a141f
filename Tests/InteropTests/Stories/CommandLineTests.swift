import ProcessTesting
import TaskModel
import Testing

/// The commands whose ends are the worker's.
@Suite(.interop) struct CommandLineTests {
  @Test(arguments: WorkerKind.allCases)
  func shutdownEndsTheWorker(_ kind: WorkerKind) async throws {
    try await Fleet.visit { fleet in
      let one = try await fleet.worker(kind, "one")
      let two = try await fleet.worker(kind, "two")
      #expect(try await fleet.celery("status", "--timeout", "2").contains("2 nodes online"))
      // Nobody replies to this one, which the command calls an error.
      _ = try await fleet.python("app.control.shutdown(destination=['one@interop'])")
      #expect(await one.child.exit == .code(0))
      #expect(try await fleet.celery("inspect", "--destination", "two@interop", "ping").contains("pong"))
      #expect(await two.stop() == .code(0))
    }
  }

  @Test(arguments: WorkerKind.allCases)
  func eventsAreDumped(_ kind: WorkerKind) async throws {
    try await Fleet.visit { fleet in
      let worker = try await fleet.worker(kind, settings: ["worker_send_task_events": true])
      let dump = try await fleet.start(
        [try Interop.python(), "-m", "celery", "-A", "app", "events", "--dump"], in: Interop.scripts)
      _ = try await dump.standardOutput.first("a heartbeat") { $0.contains("heartbeat") }
      #expect(try await fleet.python("answer = add.apply_async((1, 2), task_id='dumped').get(timeout=T)") == 3)
      for word in ["received", "started", "succeeded"] {
        _ = try await dump.standardOutput.first(word) { $0.contains(word) && $0.contains("dumped") }
      }
      #expect(await worker.stop() == .code(0))
    }
  }
}
