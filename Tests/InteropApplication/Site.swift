import FoundationEssentials
import Glibc

/// The directory of the test's files.
enum Site {
  static let directory = ProcessInfo.processInfo.environment["INTEROP_SITE"] ?? "/nonexistent"

  static func path(_ name: String) -> String { "\(directory)/\(name)" }

  /// Adds a line to a file that all processes of a test share; one write, so lines never mix.
  static func note(_ ledger: String, _ words: String...) {
    let descriptor = open(path(ledger), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0o600)
    let line = Array((words.joined(separator: " ") + "\n").utf8)
    _ = write(descriptor, line, line.count)
    close(descriptor)
  }

  /// Waits until a byte comes through this fifo. Blocks the thread.
  static func waitAtGate(_ name: String) {
    let descriptor = open(path(name), O_RDONLY | O_CLOEXEC)
    var byte: UInt8 = 0
    while read(descriptor, &byte, 1) < 0 && errno == EINTR {}
    close(descriptor)
  }
}
