import Foundation
import TaskModel
import Tasks
import TasksTesting
import Testing

@testable import SQLiteDatabase

/// Files that cannot be an application's database say why, when they are first needed.
@Suite struct BadFileTests {
  private let directory: TemporaryDirectory

  init() throws { directory = try TemporaryDirectory() }

  private func problem(of path: String) async throws -> DatabaseError? {
    let database = try SQLiteDatabase(path, clock: ManualClock())
    let error = await #expect(throws: DatabaseError.self) { _ = try await database.lend() }
    await database.close()
    return error
  }

  @Test func aDirectoryThatIsNotThere() async throws {
    let error = try await problem(of: directory.path + "/nowhere/shop.db")
    #expect(error?.code == .unavailable)
    #expect(error?.detail?.contains("directory exists") == true)
    #expect(error?.place.hasSuffix("/nowhere/shop.db") == true)
  }

  @Test func aDirectory() async throws {
    #expect(try await problem(of: directory.path)?.code == .unavailable)
  }

  @Test func aFileOfAnotherKind() async throws {
    let path = directory.file("letter.txt")
    try Data(repeating: 0x41, count: 8192).write(to: URL(fileURLWithPath: path))
    let error = try await problem(of: path)
    #expect(error?.code == .storage)
    #expect(error?.detail?.contains("no SQLite database") == true)
  }

  /// A transaction there would hold up every claim.
  @Test func theStoreOfADaemonIsRefusedAndLeftAsItWas() async throws {
    let path = directory.file("tasksd.db")
    let first = try SQLiteDatabase(path, clock: ManualClock())
    let connection = try await first.lend()
    _ = try await connection.run("PRAGMA application_id = \(raw: "\(StoreFile.applicationID)")")
    await first.giveBack(connection)
    await first.close()
    let before = try Data(contentsOf: URL(fileURLWithPath: path))
    let error = try await problem(of: path)
    #expect(error?.code == .unavailable)
    #expect(error?.message.contains("name another file") == true)
    #expect(try Data(contentsOf: URL(fileURLWithPath: path)) == before)
  }

  @Test func itIsUsableOnceTheDirectoryIsThere() async throws {
    let path = directory.path + "/later/shop.db"
    let database = try SQLiteDatabase(path, clock: ManualClock())
    await #expect(throws: DatabaseError.self) { _ = try await database.lend() }
    try FileManager.default.createDirectory(atPath: directory.path + "/later", withIntermediateDirectories: true)
    try await database.transaction { _ in }
    await database.close()
  }

  /// What is committed to a deleted file is lost when the last who has it open closes it.
  @Test func aFileThatWasMovedAwayIsNotUsedAnyLonger() async throws {
    let path = directory.file()
    let database = try SQLiteDatabase(path, clock: ManualClock())
    _ = try await database.transaction { try await $0.execute("CREATE TABLE t (n INTEGER)") }
    try FileManager.default.moveItem(atPath: path, toPath: path + "-moved")
    let error = await #expect(throws: DatabaseError.self) {
      _ = try await database.transaction { try await $0.execute("INSERT INTO t VALUES (1)") }
    }
    #expect(error?.message.contains("no such table") == true)
    await database.close()
  }
}
