import Foundation
import GRDB
import SQLiteBackend
import TaskModel
import TasksTesting
import Testing

@Suite(.timeLimit(.minutes(5))) struct BadFileTests {
  private func failureToOpen(_ path: String) -> BackendError? {
    do throws(BackendError) {
      try SQLiteBackend(path: path, clock: ManualClock(), options: SQLiteOptions(busyTimeout: .milliseconds(20)))
        .close()
      return nil
    } catch {
      return error
    }
  }

  @Test(arguments: [
    ("", "at least one character"), ("/nowhere/at/all/x.db", "the directory /nowhere/at/all does not exist"),
    ("/tmp", "it is a directory"), ("/etc/passwd/x.db", "/etc/passwd is not a directory"), ("a\0b", "no zero byte"),
  ])
  func aPathThatCannotBeSaysWhy(_ path: String, _ reason: String) {
    let error = failureToOpen(path)
    #expect(error?.code == .unavailable)
    #expect(error?.reason.contains(reason) == true, "\(error?.description ?? "opened")")
    #expect(error?.place == path)
  }

  @Test func aFileOfAnotherKindIsLeftAlone() throws {
    let directory = try TemporaryDirectory()
    let bytes = Data("this is a letter to my aunt, and no database at all\n".utf8) + Data(repeating: 7, count: 5000)
    try bytes.write(to: URL(fileURLWithPath: directory.file()))
    let error = failureToOpen(directory.file())
    #expect(error?.code == .incompatible)
    #expect(error?.reason.contains("not an SQLite database") == true)
    #expect(try Data(contentsOf: URL(fileURLWithPath: directory.file())) == bytes)
  }

  @Test func theDatabaseOfAnotherProgramIsLeftAlone() throws {
    let directory = try TemporaryDirectory()
    try RawDatabase(directory.file()).execute("CREATE TABLE recipes (name TEXT)")
    let error = failureToOpen(directory.file())
    #expect(error?.code == .incompatible)
    #expect(error?.reason.contains("another program") == true)
    #expect(try RawDatabase(directory.file()).texts("SELECT name FROM sqlite_schema") == ["recipes"])
  }

  @Test func aFileOfANewerVersionIsRefusedWithBothNumbers() throws {
    let directory = try TemporaryDirectory()
    #expect(failureToOpen(directory.file()) == nil)
    try RawDatabase(directory.file()).execute("PRAGMA user_version = 99")
    let error = failureToOpen(directory.file())
    #expect(error?.code == .incompatible)
    #expect(error?.reason.contains("format 99") == true)
  }

  @Test func aFileThatMayOnlyBeReadSaysSo() throws {
    let directory = try TemporaryDirectory()
    #expect(failureToOpen(directory.file()) == nil)
    let error = failureToOpen("file:" + directory.file() + "?mode=ro")
    #expect(error?.code == .readOnly)
  }

  @Test func anEmptyFileBecomesAStore() throws {
    let directory = try TemporaryDirectory()
    try Data().write(to: URL(fileURLWithPath: directory.file()))
    #expect(failureToOpen(directory.file()) == nil)
    #expect(try RawDatabase(directory.file()).number("PRAGMA application_id") == 0x7473_6B64)
  }

  @Test func damagedPagesAreReportedAsSuch() async throws {
    let directory = try TemporaryDirectory()
    let clock = ManualClock()
    let store = try SQLiteBackend(path: directory.file(), clock: clock)
    try await store.enqueue((0..<500).map { _ in Samples.message(text: String(repeating: "x", count: 300)) })
    store.close()
    let file = try #require(FileHandle(forUpdatingAtPath: directory.file()))
    try file.seek(toOffset: 4096)
    try file.write(contentsOf: Data(repeating: 0xEE, count: 40 * 4096))
    try file.close()
    var error: BackendError?
    do throws(BackendError) {
      let store = try SQLiteBackend(path: directory.file(), clock: clock)
      error = await failure { () async throws(BackendError) in try await store.claimAll() }
      store.close()
    } catch let failure {
      error = failure
    }
    #expect(error?.code == .corrupt)
    #expect(error?.reason.contains("damaged") == true)
  }

  @Test func aDeletedFileIsNoticedAtTheNextCall() async throws {
    let directory = try TemporaryDirectory()
    let store = try SQLiteBackend(path: directory.file(), clock: ManualClock())
    defer { store.close() }
    try await store.enqueue([Samples.message()])
    try FileManager.default.removeItem(atPath: directory.file())
    let error = await failure { () async throws(BackendError) in try await store.enqueue([Samples.message()]) }
    #expect(error?.code == .corrupt)
    #expect(error?.reason.contains("moved or deleted") == true)
  }
}
