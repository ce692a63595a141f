import Glibc
import ProcessTesting
import TaskModel

/// The `tasksd` that was built beside these tests.
enum Tasksd {
  static let path: String = {
    var bytes = [CChar](repeating: 0, count: 4096)
    let count = readlink("/proc/self/exe", &bytes, bytes.count)
    let own = String(decoding: bytes.prefix(max(0, count)).map { UInt8(bitPattern: $0) }, as: UTF8.self)
    return own.split(separator: "/").dropLast().map { "/\($0)" }.joined() + "/tasksd"
  }()

  /// What every process of ours has in its environment.
  static let environment = [
    "PATH": "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin", "HOME": "/nonexistent", "LC_ALL": "C.UTF-8",
  ]

  /// What one command said and how it ended.
  struct Reply: Sendable, CustomStringConvertible {
    let words: [String]
    let exit: ProcessExit
    let output: String
    let errors: String

    /// 128 and more for a signal, as shells have it.
    var status: Int32 {
      switch exit {
      case .code(let code): code
      case .signal(let signal): 128 + signal
      }
    }

    /// Standard output, which must be JSON.
    var json: JSONValue {
      get throws { try JSONParser.parse(output) }
    }

    var description: String { "tasksd \(words.joined(separator: " ")): \(exit)\n\(output)\n\(errors)" }
  }

  /// Runs one command to its end.
  static func run(
    _ words: [String], in directory: String, environment: [String: String] = [:], children: ChildList
  ) async throws -> Reply {
    let child = try await ChildProcess(
      [path] + words, environment: Self.environment.merging(environment) { $1 }, directory: directory)
    children.add(child)
    let exit = await child.exit
    return Reply(words: words, exit: exit, output: child.standardOutput.text, errors: child.standardError.text)
  }
}
