import Glibc

/// What a thread sleeps on: a call of this process, or a change of a file (inotify(7)).
///
/// `ring` is for everyone; `silence` and `wait` are for the thread that sleeps.
package final class ThreadBell: @unchecked Sendable {
  /// A pair of sockets: written to by callers, read by the thread. Neither end blocks.
  private let callers: Int32
  private let calls: Int32
  /// The inotify descriptor; -1 where no file is watched.
  private let changes: Int32

  /// - Parameters:
  ///   - path: the file to watch; nil: none.
  ///   - events: which of its changes ring, such as `IN_MODIFY | IN_ATTRIB`.
  package init(watching path: String? = nil, for events: UInt32 = 0) throws(ThreadBellError) {
    var ends: [Int32] = [-1, -1]
    let kind = Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue) | Int32(SOCK_NONBLOCK.rawValue)
    guard socketpair(AF_UNIX, kind, 0, &ends) == 0 else {
      throw ThreadBellError("socketpair", hint: "see the limit on open files, LimitNOFILE in the unit")
    }
    do throws(ThreadBellError) {
      changes = if let path { try Self.watch(path, for: events) } else { -1 }
    } catch {
      close(ends[0])
      close(ends[1])
      throw error
    }
    (calls, callers) = (ends[0], ends[1])
  }

  deinit {
    close(calls)
    close(callers)
    if changes >= 0 { close(changes) }
  }

  private static func watch(_ path: String, for events: UInt32) throws(ThreadBellError) -> Int32 {
    let descriptor = inotify_init1(Int32(IN_CLOEXEC) | Int32(IN_NONBLOCK))
    guard descriptor >= 0 else {
      throw ThreadBellError("inotify_init1", hint: "see fs.inotify.max_user_instances in sysctl(8)")
    }
    guard inotify_add_watch(descriptor, path, events) >= 0 else {
      let error = ThreadBellError("inotify_add_watch", hint: "see fs.inotify.max_user_watches in sysctl(8)")
      close(descriptor)
      throw error
    }
    return descriptor
  }

  /// Wakes the thread. A full one rings all the same.
  package func ring() {
    var byte: UInt8 = 1
    _ = write(callers, &byte, 1)
  }

  /// Forgets what rang so far. True when the file has changed.
  package func silence() -> Bool {
    var hasChanged = false
    withUnsafeTemporaryAllocation(byteCount: 4096, alignment: 8) { buffer in
      while read(calls, buffer.baseAddress, buffer.count) == buffer.count {}
      while changes >= 0, read(changes, buffer.baseAddress, buffer.count) > 0 { hasChanged = true }
    }
    return hasChanged
  }

  /// Sleeps until somebody calls or the file changes, at most so many milliseconds; negative: without end.
  package func wait(milliseconds: Int32 = -1) {
    var descriptors = (
      pollfd(fd: calls, events: Int16(POLLIN), revents: 0), pollfd(fd: changes, events: Int16(POLLIN), revents: 0)
    )
    withUnsafeMutablePointer(to: &descriptors) { descriptors in
      // poll(2) passes over a negative descriptor.
      descriptors.withMemoryRebound(to: pollfd.self, capacity: 2) { _ = poll($0, 2, milliseconds) }
    }
  }
}
