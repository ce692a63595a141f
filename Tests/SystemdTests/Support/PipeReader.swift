import Foundation
import Glibc

/// Reads a pipe on a thread of its own, since writers may be waiting for it on all others.
struct PipeReader: Sendable {
  private let result: AsyncStream<[UInt8]>

  /// Begins at once.
  init(_ count: Int, from descriptor: CInt) {
    let (stream, continuation) = AsyncStream.makeStream(of: [UInt8].self)
    result = stream
    Thread.detachNewThread {
      var all: [UInt8] = []
      var bytes = [UInt8](repeating: 0, count: 4096)
      while all.count < count {
        let count = read(descriptor, &bytes, bytes.count)
        guard count > 0 else { break }
        all += bytes.prefix(count)
      }
      continuation.yield(all)
      continuation.finish()
    }
  }

  /// What was read; to be asked once.
  var bytes: [UInt8] {
    get async {
      for await bytes in result { return bytes }
      return []
    }
  }
}
