import FoundationEssentials
import Testing

/// What these tests need from outside.
enum Interop {
  /// They are left out only by decision.
  static let isLeftOut = ProcessInfo.processInfo.environment["TASKSD_SKIP_INTEROP"] == "1"

  struct EnvironmentMissing: Error, CustomStringConvertible {
    let path: String

    var description: String {
      "these tests run the real Celery, and there is no \(path): run .ci/python-environment, which `make test` does; "
        + "or name an environment in TASKSD_PYTHON_ENVIRONMENT; or leave them out with TASKSD_SKIP_INTEROP=1"
    }
  }

  /// Where the Python files of these tests are.
  static let scripts = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .appending(path: "Python").path

  /// The interpreter that finds Celery and Flower.
  static func python() throws -> String {
    let project = URL(filePath: scripts).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
    let environment =
      ProcessInfo.processInfo.environment["TASKSD_PYTHON_ENVIRONMENT"]
      ?? project.appending(path: ".build/python").path
    let path = "\(environment)/bin/python"
    guard FileManager.default.isExecutableFile(atPath: path) else { throw EnvironmentMissing(path: path) }
    return path
  }

  /// The tasksd application that was built beside these tests.
  static func application() throws -> String {
    let own = try FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
    return URL(filePath: own).deletingLastPathComponent().appending(path: "InteropApplication").path
  }
}

extension Trait where Self == ConditionTrait {
  static var interop: Self { .disabled(if: Interop.isLeftOut, "TASKSD_SKIP_INTEROP=1") }
}
