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

  /// Whoever asks, by the control socket or by Celery's broadcast; the socket may say more than Celery has words for.
  @Test func ctlSaysAllThatCeleryHears() async throws {
    try await Fleet.visit { fleet in
      try await fleet.makeGate()
      let node = try await fleet.startTasksd(
        "worker", "one", options: "worker_prefetch_multiplier = 2", sections: Fleet.hold,
        environment: ["TASKSD_WORKER_CONCURRENCY": "1"])
      try await node.waitForReady()
      for _ in 0..<2 { _ = try await fleet.call("one", "hold", "--kwargs", "{}") }
      try await node.waitForLine("holding")
      _ = try await fleet.call("one", "demo.add", "--args", "[1, 2]", "--countdown", "99")
      _ = try await fleet.tasksd("one", "ctl", "control", "revoke", "some-id")
      for question in ["ping", "active", "reserved", "scheduled", "registered", "revoked"] {
        let here = try await fleet.control(of: "one", "inspect", question)
        let there = try await fleet.python(
          "answer = app.control.inspect(timeout=T, destination=['one@interop']).\(question)()")
        #expect(here.has(there), "\(question): \(here) against \(there)")
        #expect(here[node.name]?.arrayValue?.isEmpty != true, "\(question): \(here)")
      }
      try await fleet.openGates("gate")
      #expect(await node.stop() == .code(0))
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

extension JSONValue {
  /// Whether all of the other value stands in this one, whose objects may have further members.
  fileprivate func has(_ other: JSONValue) -> Bool {
    if let members = other.objectValue {
      return members.allSatisfy { key, value in self[key]?.has(value) == true }
    }
    if let elements = other.arrayValue {
      return arrayValue?.count == elements.count && zip(arrayValue ?? [], elements).allSatisfy { $0.has($1) }
    }
    return self == other
  }
}
