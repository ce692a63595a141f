import Glibc

/// Keeps a second daemon of the same role off a state directory, and a second worker of the same name off a store.
///
/// A lock on a file (flock(2)) that the kernel lets go when the process ends, however it ends: there is no stale lock. The
/// file says who holds it, for the message the second one gives.
final class RoleLock: Sendable {
  private let descriptor: Int32

  /// - Throws: ``DaemonError`` with exit code 73 naming the live daemon, or saying what the directory lacks.
  convenience init(directory: String, role: String, node: String) throws(DaemonError) {
    try self.init(
      "\(directory)/\(role).lock", of: "\(role) of \(node), process \(getpid())",
      needs: "the state directory must be writable"
    ) { holder in
      "another tasksd has \(directory) as its state directory: \(holder); stop it, or give this one its own "
        + "state_directory"
    }
  }

  /// For an embedded store: what a node of this name holds there is taken back when a worker of the name starts, so a
  /// living one must not have a namesake.
  convenience init(store: String, node: String) throws(DaemonError) {
    let path = "\(store)-\(node.replacing("/", with: "_")).lock"
    try self.init(
      path, of: "process \(getpid())", needs: "the store's directory must be writable"
    ) { holder in
      "another tasksd called \(node) works on \(store): \(holder); stop it, or give this one its own --hostname"
    }
  }

  private init(
    _ path: String, of owner: String, needs: String, refusal: (String) -> String
  ) throws(DaemonError) {
    descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o644)
    guard descriptor >= 0 else {
      throw DaemonError(.cannotCreate, "cannot open \(path): \(systemText(errno)); \(needs)")
    }
    guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
      let holder = Self.text(of: descriptor)
      close(descriptor)
      throw DaemonError(.cannotCreate, refusal(holder.isEmpty ? "unknown process" : holder))
    }
    ftruncate(descriptor, 0)
    let text = Array(owner.utf8)
    _ = write(descriptor, text, text.count)
  }

  deinit { close(descriptor) }

  private static func text(of descriptor: Int32) -> String {
    var bytes = [UInt8](repeating: 0, count: 256)
    let count = pread(descriptor, &bytes, bytes.count, 0)
    return String(decoding: bytes.prefix(max(0, count)), as: UTF8.self)
  }
}
