import TaskModel
import TasksTesting
import Testing

@testable import SQLiteBackend

/// Files that an older tasksd left.
@Suite(.serialized) struct UpgradeTests {
  private let clock = ManualClock()

  /// A file as the version of this number made it.
  private func oldFile(_ version: Int) throws -> (directory: TemporaryDirectory, file: RawDatabase) {
    let directory = try TemporaryDirectory()
    let file = try RawDatabase(directory.file())
    for migration in Schema.migrations.prefix(version) { try file.execute(migration) }
    try file.execute("PRAGMA application_id = \(Schema.applicationID); PRAGMA user_version = \(version)")
    return (directory, file)
  }

  @Test(arguments: 1..<Int(Schema.version))
  func anOldFileIsBroughtToTheNewestFormatWithAllItHolds(_ version: Int) async throws {
    let (directory, file) = try oldFile(version)
    let message = Samples.message("kept")
    try file.plant(body: JSONValue.object(message.record).jsonBytes, in: .standard, at: clock.now)
    let store = try SQLiteBackend(path: directory.file(), clock: clock)
    defer { store.close() }
    #expect(try file.number("PRAGMA user_version") == Schema.version)
    #expect(try await store.claimAll().messages.map(\.message) == [message])
    try await store.enqueue([Samples.message()], chords: [ChordSize(groupID: "g", count: 2)])
    #expect(try file.number("SELECT size FROM chords") == 2)
  }

  @Test func openingAgainChangesNothing() throws {
    let (directory, file) = try oldFile(1)
    for _ in 1...3 { try SQLiteBackend(path: directory.file(), clock: clock).close() }
    #expect(try file.number("PRAGMA user_version") == Schema.version)
  }
}
