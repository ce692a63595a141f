import Foundation
import Glibc
import Testing
import WorkerThreads

@Suite struct ThreadBellTests {
  @Test func aCallWakesTheThread() throws {
    let bell = try ThreadBell()
    bell.ring()
    bell.wait()
    #expect(!bell.silence())
    // Silenced: only the time wakes.
    bell.wait(milliseconds: 0)
  }

  @Test func callsBeyondWhatItHoldsRingAllTheSame() throws {
    let bell = try ThreadBell()
    for _ in 0..<100_000 { bell.ring() }
    bell.wait()
    _ = bell.silence()
    bell.ring()
    bell.wait()
  }

  @Test func aChangeOfTheFileWakesTheThreadAndIsToldApartFromACall() throws {
    let path = NSTemporaryDirectory() + "tasksd-bell-" + UUID().uuidString
    try Data([1]).write(to: URL(fileURLWithPath: path))
    defer { try? FileManager.default.removeItem(atPath: path) }
    let bell = try ThreadBell(watching: path, for: UInt32(IN_MODIFY))
    bell.ring()
    #expect(!bell.silence())
    let file = try FileHandle(forWritingTo: URL(fileURLWithPath: path))
    try file.write(contentsOf: Data([2]))
    bell.wait()
    #expect(bell.silence())
    #expect(!bell.silence())
  }

  @Test func aFileThatIsNotThereIsRefusedByName() {
    let error = #expect(throws: ThreadBellError.self) {
      _ = try ThreadBell(watching: "/nowhere/at all", for: UInt32(IN_MODIFY))
    }
    #expect(error?.description.contains("inotify_add_watch: No such file") == true)
  }

  @Test func aFilesIdentityIsItsOwnWhateverItsName() throws {
    let path = NSTemporaryDirectory() + "tasksd-identity-" + UUID().uuidString
    try Data([1]).write(to: URL(fileURLWithPath: path))
    let identity = FileIdentity(path)
    #expect(identity != nil)
    try FileManager.default.moveItem(atPath: path, toPath: path + "-moved")
    defer { try? FileManager.default.removeItem(atPath: path + "-moved") }
    #expect(FileIdentity(path) == nil)
    #expect(FileIdentity(path + "-moved") == identity)
  }
}
