import Glibc

/// What the writing thread sleeps on: a call of this process, or a commit of another.
///
/// A commit of another process shows as a touch of the file (`utimensat` after the commit, see `touch`), which inotify
/// reports as a change of attributes. Watching the write-ahead log itself would ring before the commit can be seen: its last
/// page is written, then synced, and only then does the shared index, which is mapped memory, show the transaction. A
/// process that is killed between commit and touch is heard at this one's next transaction, at the latest when it renews its
/// lease.
final class Doorbell: @unchecked Sendable {
  private let path: String
  /// A pair of sockets: written to by callers, read by the thread. Neither end blocks.
  private let callers: Int32
  private let calls: Int32
  /// The inotify descriptor; -1 for a database in memory.
  private let touches: Int32
  private let identity: FileIdentity?
  /// Belongs to the writing thread.
  private var isFileGone = false

  /// `path` is empty for a database in memory.
  init(watching path: String) throws(SQLiteFailure) {
    self.path = path
    identity = FileIdentity(path)
    var ends: [Int32] = [-1, -1]
    let kind = Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue) | Int32(SOCK_NONBLOCK.rawValue)
    guard socketpair(AF_UNIX, kind, 0, &ends) == 0 else {
      throw Self.failure("socketpair", "see the limit on open files, LimitNOFILE in the unit")
    }
    (calls, callers) = (ends[0], ends[1])
    touches = path.isEmpty ? -1 : try Self.watch(path)
  }

  deinit {
    close(calls)
    close(callers)
    if touches >= 0 { close(touches) }
  }

  private static func watch(_ path: String) throws(SQLiteFailure) -> Int32 {
    let hint = "see fs.inotify.max_user_instances in sysctl(8)"
    let descriptor = inotify_init1(Int32(IN_CLOEXEC) | Int32(IN_NONBLOCK))
    guard descriptor >= 0 else { throw failure("inotify_init1", hint) }
    let events = UInt32(IN_ATTRIB) | UInt32(IN_DELETE_SELF) | UInt32(IN_MOVE_SELF)
    guard inotify_add_watch(descriptor, path, events) >= 0 else {
      defer { close(descriptor) }
      throw failure("inotify_add_watch", hint)
    }
    return descriptor
  }

  private static func failure(_ function: String, _ hint: String) -> SQLiteFailure {
    SQLiteFailure(code: 0, message: "\(function): \(String(cString: strerror(errno))); \(hint)", systemError: 0)
  }

  /// Wakes the thread: a call is waiting. A full one rings all the same.
  func ring() {
    var byte: UInt8 = 1
    _ = write(callers, &byte, 1)
  }

  /// Tells other processes that something was committed. Throws when the file is not there any more: then it was committed
  /// to a file that nobody will ever open again.
  func touch() throws(SQLiteFailure) {
    if path.isEmpty { return }
    if utimensat(AT_FDCWD, path, nil, 0) != 0, errno == ENOENT { isFileGone = true }
    try checkFile()
  }

  /// Throws once the file was found to be moved, deleted or replaced by another.
  func checkFile() throws(SQLiteFailure) {
    if isFileGone { throw SQLiteFailure(code: SQLiteFailure.movedCode, message: "moved", systemError: 0) }
  }

  /// Forgets what rang so far, one's own touches above all.
  func silence() {
    var wasTouched = false
    withUnsafeTemporaryAllocation(byteCount: 4096, alignment: 8) { buffer in
      while read(calls, buffer.baseAddress, buffer.count) == buffer.count {}
      while touches >= 0, read(touches, buffer.baseAddress, buffer.count) > 0 { wasTouched = true }
    }
    // Deleting a file changes its link count, an attribute too.
    if wasTouched, FileIdentity(path) != identity { isFileGone = true }
  }

  /// Sleeps until somebody calls or touches.
  func wait() {
    var descriptors = (
      pollfd(fd: calls, events: Int16(POLLIN), revents: 0), pollfd(fd: touches, events: Int16(POLLIN), revents: 0)
    )
    withUnsafeMutablePointer(to: &descriptors) { descriptors in
      // poll(2) passes over a negative descriptor.
      descriptors.withMemoryRebound(to: pollfd.self, capacity: 2) { _ = poll($0, 2, -1) }
    }
  }
}
