import FoundationEssentials
import TaskModel

/// How one scenario of a Python file ended.
struct ScenarioReport: Sendable {
  let name: String
  /// The traceback.
  let problem: String?
}

extension Fleet {
  /// Runs the scenarios of Python/FILE.py, or those of these names, in one client.
  func scenarios(
    _ file: String, _ names: [String] = [], on kind: WorkerKind, environment: [String: String] = [:]
  ) async throws -> [ScenarioReport] {
    let text = try await run(
      [try Interop.python(), "run.py", file] + names,
      environment: ["INTEROP_WORKER": kind.rawValue].merging(environment) { $1 }, in: Interop.scripts)
    return try text.split(separator: "\n").map { line in
      let report = try JSONParser.parse(String(line))
      return ScenarioReport(name: report["name"]?.stringValue ?? "", problem: report["problem"]?.stringValue)
    }
  }

  /// Runs a few lines of Python that know the application, and returns what they left in `answer`.
  func python(_ lines: String, environment: [String: String] = [:]) async throws -> JSONValue {
    let script = """
      import json, os, sys, time
      import app as tasks
      from app import *
      from celery import chain, chord, group
      from celery.result import AsyncResult
      from support import *
      answer = None
      \(lines)
      print(json.dumps(answer))
      """
    let text = try await run([try Interop.python(), "-c", script], environment: environment, in: Interop.scripts)
    return try JSONParser.parse(text.split(separator: "\n").last.map(String.init) ?? "null")
  }

  /// One `celery` command, as an operator types it.
  func celery(_ words: String...) async throws -> String {
    try await run([try Interop.python(), "-m", "celery", "-A", "app"] + words, in: Interop.scripts)
  }
}
