import Glibc
import Synchronization

/// Two ends, none of them for children unless they are given it.
final class Pipe: Sendable {
  struct CannotMake: Error {}

  let reading: CInt
  let writing: CInt
  private let isWritingOpen = Mutex(true)

  init() throws {
    var ends: [CInt] = [-1, -1]
    let made = Spawning.lock.withLock { _ in
      guard pipe(&ends) == 0 else { return false }
      for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
      return true
    }
    guard made else { throw CannotMake() }
    (reading, writing) = (ends[0], ends[1])
  }

  deinit {
    close(reading)
    closeWriting()
  }

  func closeWriting() {
    isWritingOpen.withLock { isOpen in
      if isOpen { close(writing) }
      isOpen = false
    }
  }

  /// Makes the other end readable.
  func tell() { _ = write(writing, [1], 1) }
}
