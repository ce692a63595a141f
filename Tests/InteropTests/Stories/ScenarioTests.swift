import Testing

/// Whatever a Celery client does, it finds the same on a tasksd as on a Celery worker.
@Suite(.interop) struct ScenarioTests {
  @Test(arguments: WorkerKind.allCases, ["sending", "canvas", "results"])
  func aCeleryClientFindsWhatItKnows(_ kind: WorkerKind, _ file: String) async throws {
    try await Fleet.visit { fleet in
      let worker = try await fleet.worker(kind, settings: ["task_track_started": true, "result_extended": true])
      let reports = try await fleet.scenarios(file, on: kind)
      #expect(reports.count >= 20)
      for report in reports {
        if let problem = report.problem { Issue.record("\(file), \(report.name) \(kind.testDescription):\n\(problem)") }
      }
      await worker.stop()
    }
  }
}
