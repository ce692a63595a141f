import Foundation
import Synchronization

/// A directory of a server's own, gone with it, or with the test run.
package final class ServerDirectory: Sendable {
  struct CannotMake: Error {}

  private static let paths = Mutex<Set<String>>([])
  private static let removesAtExit: Void = {
    atexit {
      for path in ServerDirectory.paths.withLock({ $0 }) { try? FileManager.default.removeItem(atPath: path) }
    }
  }()

  package let path: String

  /// - Parameter name: stands in its path, as in `/tmp/tasksd-redis-4fG2kq`.
  package init(_ name: String) throws {
    _ = Self.removesAtExit
    var template = Array("/tmp/tasksd-\(name)-XXXXXX".utf8CString)
    let made = template.withUnsafeMutableBufferPointer { buffer in
      buffer.baseAddress.flatMap { mkdtemp($0) }.map { String(cString: $0) }
    }
    guard let made else { throw CannotMake() }
    path = made
    Self.paths.withLock { _ = $0.insert(made) }
  }

  deinit {
    try? FileManager.default.removeItem(atPath: path)
    Self.paths.withLock { [path] in _ = $0.remove(path) }
  }
}
