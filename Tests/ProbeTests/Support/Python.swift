import FoundationEssentials
import Testing

/// The interpreter that finds psycopg: in the environment that `.ci/python-environment` makes.
enum Python {
  static let isLeftOut = ProcessInfo.processInfo.environment["TASKSD_SKIP_INTEROP"] == "1"

  static let scripts = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .appending(path: "Python").path

  static func interpreter() throws -> String {
    let project = URL(filePath: scripts).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
    let environment =
      ProcessInfo.processInfo.environment["TASKSD_PYTHON_ENVIRONMENT"]
      ?? project.appending(path: ".build/python").path
    let path = "\(environment)/bin/python"
    guard FileManager.default.isExecutableFile(atPath: path) else {
      throw Unexpected("there is no \(path) with psycopg: run .ci/python-environment, which `make test` does")
    }
    return path
  }
}

extension Trait where Self == ConditionTrait {
  static var python: Self { .disabled(if: Python.isLeftOut, "TASKSD_SKIP_INTEROP=1") }
}
