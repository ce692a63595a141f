import Foundation

/// A directory that goes with its last user. Its path is short, since those of unix sockets are.
final class TemporaryDirectory: Sendable {
  let path: String

  init() throws {
    path = "/tmp/tasksd-test-\(UInt32.random(in: 0...UInt32.max))"
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: false)
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }
}
