import Foundation
import ProcessTesting
import Testing

/// What the compiler refuses of a task, with the words by which an author finds out.
@Suite struct NegativeBuildTests {
  struct Mistake: CustomTestStringConvertible {
    let testDescription: String
    let task: String
    let complaint: String
  }

  private static let mistakes = [
    Mistake(
      testDescription: "a task without a name", task: "struct Bad: RequestAwareTask { RUN }",
      complaint: "protocol requires property 'name' with type 'TaskName'"),
    Mistake(
      testDescription: "an argument that is no JSON",
      task: "struct Bad: RequestAwareTask { static let name: TaskName = \"bad\"; var open: Connection; RUN }",
      complaint: "type 'Bad' does not conform to protocol 'Decodable'"),
    Mistake(
      testDescription: "an argument that two threads may change",
      task: """
        final class Box: Codable { var value = 1 }
        struct Bad: RequestAwareTask { static let name: TaskName = "bad"; var box: Box; RUN }
        """,
      complaint: "stored property 'box' of 'Sendable'-conforming struct 'Bad' has non-Sendable type 'Box'"),
    Mistake(
      testDescription: "a transactional task without its transaction",
      task: "struct Bad: TransactionalTask { static let name: TaskName = \"bad\"; RUN }",
      complaint: "type 'Bad' does not conform to protocol 'TransactionalTask'"),
    Mistake(
      testDescription: "sending through a transaction that is not there",
      task: """
        struct Good: RequestAwareTask { static let name: TaskName = "good"; RUN }
        func handler(_ transaction: (any DatabaseTransaction)?) throws { try transaction.send(Good()) }
        """,
      complaint: "must be unwrapped"),
  ]

  @Test(arguments: mistakes)
  func isRefusedByTheCompiler(mistake: Mistake) async throws {
    let (exit, complaints) = try await compile(mistake.task)
    #expect(exit != .code(0))
    #expect(complaints.contains { $0.contains(mistake.complaint) }, "\(complaints.joined(separator: "\n"))")
  }

  @Test func theSameWithoutAMistakeIsAccepted() async throws {
    let (exit, complaints) = try await compile(
      "struct Good: RequestAwareTask { static let name: TaskName = \"good\"; var id: Int; RUN }")
    #expect(exit == .code(0), "\(complaints.joined(separator: "\n"))")
  }

  private func compile(_ task: String) async throws -> (ProcessExit, [String]) {
    let directory = try ServerDirectory("negative-build")
    let run = "func run(_ request: TaskRequest) async throws {}"
    let source = """
      import Tasks
      final class Connection: Sendable {}
      \(task.replacing("RUN", with: run))
      """
    try source.write(toFile: directory.path + "/Task.swift", atomically: true, encoding: .utf8)
    let program = try FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
    let modules = URL(filePath: program).deletingLastPathComponent().appending(path: "Modules").path
    let compiler = try await ChildProcess(
      ["swiftc", "-typecheck", "-swift-version", "6", "-I", modules, "Task.swift"],
      environment: ProcessInfo.processInfo.environment, directory: directory.path)
    let exit = await compiler.exit
    return (exit, compiler.standardError.all)
  }
}
