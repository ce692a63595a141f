import Foundation
import Testing

/// The script behind the shipped `[task:backup]`.
struct BackupScriptTests {
  private let script = URL(filePath: #filePath).resolvingSymlinksInPath().deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent().appending(path: "config/backup.sh")

  /// Runs it, and gives back its exit code and the names of the files that are there then.
  private func run(_ command: [String], keep: String = "7", in directory: URL) throws -> (code: Int32, files: [String])
  {
    let process = Process()
    process.executableURL = script
    process.arguments = [directory.path(percentEncoded: false)] + command
    process.environment = ["PATH": "/usr/bin:/bin", "BACKUP_KEEP": keep]
    process.standardOutput = FileHandle.nullDevice
    process.standardError = FileHandle.nullDevice
    try process.run()
    process.waitUntilExit()
    let files = (try? FileManager.default.contentsOfDirectory(atPath: directory.path(percentEncoded: false))) ?? []
    return (process.terminationStatus, files.sorted())
  }

  private func withDirectory(_ body: (URL) throws -> Void) throws {
    let directory = FileManager.default.temporaryDirectory.appending(path: "backup test \(UUID())")
    defer { try? FileManager.default.removeItem(at: directory) }
    try body(directory)
  }

  @Test func aDumpThatWorksLeavesOneFile() throws {
    try withDirectory { directory in
      let (code, files) = try run(["echo", "hello"], in: directory)
      #expect(code == 0)
      #expect(files.count == 1)
      #expect(files.first?.hasPrefix("backup-") == true)
    }
  }

  @Test func aDumpThatFailsInThePipeFailsAndLeavesNoFile() throws {
    try withDirectory { directory in
      let (code, files) = try run(["sh", "-c", "echo half; exit 3"], in: directory)
      #expect(code == 3)
      #expect(files == [])
    }
  }

  @Test func onlyTheNewestAreKept() throws {
    try withDirectory { directory in
      try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
      for year in 2001...2005 {
        try Data().write(to: directory.appending(path: "backup-\(year)0101T000000Z.gz"))
      }
      try Data().write(to: directory.appending(path: "other"))
      let (code, files) = try run(["echo"], keep: "2", in: directory)
      #expect(code == 0)
      #expect(files.first == "backup-20050101T000000Z.gz")
      #expect(files.count == 3)
      #expect(files.last == "other")
    }
  }

  @Test(arguments: ["0", "-1", "x", "1; rm"]) func aWrongNumberToKeepIsRefused(_ keep: String) throws {
    try withDirectory { directory in
      let (code, files) = try run(["echo"], keep: keep, in: directory)
      #expect(code == 64)
      #expect(files == [])
    }
  }
}
