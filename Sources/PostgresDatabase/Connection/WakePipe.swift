import Glibc
import Tasks

/// Wakes a thread that waits for descriptors.
final class WakePipe: Sendable {
  /// Readable after ``ring()``.
  let descriptor: CInt
  private let writing: CInt

  init(place: String) throws(DatabaseError) {
    var ends: [CInt] = [-1, -1]
    guard pipe(&ends) == 0 else {
      throw DatabaseError(
        .unavailable, message: "cannot make a pipe: \(String(cString: strerror(errno)))", place: place)
    }
    (descriptor, writing) = (ends[0], ends[1])
    for end in ends {
      _ = fcntl(end, F_SETFD, FD_CLOEXEC)
      _ = fcntl(end, F_SETFL, O_NONBLOCK)
    }
  }

  deinit {
    close(descriptor)
    close(writing)
  }

  /// A pipe that is full has been rung often enough.
  func ring() { _ = write(writing, [1], 1) }

  func drain() {
    var buffer = [UInt8](repeating: 0, count: 64)
    while read(descriptor, &buffer, buffer.count) > 0 {}
  }
}
