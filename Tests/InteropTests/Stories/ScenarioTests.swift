import ProcessTesting
import TaskModel
import Testing

/// Whatever a Celery client does, it finds the same on a tasksd as on a Celery worker. The stories themselves are told in
/// Python; each is a function of the named file.
@Suite(.interop) struct ScenarioTests {
  private static let settings: JSONObject = ["task_track_started": true, "result_extended": true]

  @Test(arguments: WorkerKind.allCases, ["sending", "canvas", "results", "control", "commands"])
  func aCeleryClientFindsWhatItKnows(_ kind: WorkerKind, _ file: String) async throws {
    try await Fleet.visit { fleet in
      let worker = try await fleet.worker(kind, settings: Self.settings)
      try await fleet.tell(file, on: kind)
      #expect(await worker.stop() == .code(0))
    }
  }

  /// Prefixes before all keys, results in a database of their own, and compressed.
  @Test(arguments: ["sending", "canvas"])
  func keysMayStandElsewhere(_ file: String) async throws {
    try await Fleet.visit { fleet in
      let options = """
        global_keyprefix = shop:
        result_keyprefix = shop
        result_backend = \(fleet.otherURL)
        result_compression = gzip
        """
      let worker = try await fleet.startTasksd("worker", "one", options: options)
      try await worker.waitForReady()
      let settings: JSONObject = [
        "broker_transport_options": ["global_keyprefix": "shop:"],
        "result_backend_transport_options": ["global_keyprefix": "shop"],
      ]
      let environment = ["INTEROP_CONF": settings.description, "INTEROP_RESULTS": fleet.otherURL]
      try await fleet.tell(file, on: .tasksd, environment: environment)
      #expect(await worker.stop() == .code(0))
    }
  }

  @Test(arguments: WorkerKind.allCases)
  func flowersPagesAreFilled(_ kind: WorkerKind) async throws {
    try await Fleet.visit { fleet in
      let worker = try await fleet.worker(kind, settings: Self.settings)
      let flower = try await fleet.start(
        [try Interop.python(), "-m", "celery", "-A", "app", "flower", "--unix_socket=\(fleet.path("flower.sock"))"],
        environment: ["FLOWER_UNAUTHENTICATED_API": "true"], in: Interop.scripts)
      _ = try await flower.standardError.first(containing: "Visit me")
      try await fleet.tell("flower_pages", on: kind)
      #expect(flower.processID != nil, "Flower has ended:\n\(flower.standardError.text)")
      #expect(await worker.stop() == .code(0))
    }
  }
}

extension Fleet {
  /// Tells all stories of a file, and records each that does not end well.
  func tell(_ file: String, on kind: WorkerKind, environment: [String: String] = [:]) async throws {
    let reports = try await scenarios(file, on: kind, environment: environment)
    #expect(!reports.isEmpty)
    for report in reports {
      if let problem = report.problem { Issue.record("\(file), \(report.name) \(kind.testDescription):\n\(problem)") }
    }
  }
}
