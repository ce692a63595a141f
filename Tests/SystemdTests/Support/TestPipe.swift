import Glibc

/// A pipe to write a log into.
struct TestPipe: ~Copyable {
  let reading: CInt
  private(set) var writing: CInt

  init() {
    var ends: [CInt] = [-1, -1]
    pipe(&ends)
    (reading, writing) = (ends[0], ends[1])
  }

  deinit {
    close(reading)
    if writing >= 0 { close(writing) }
  }

  mutating func closeWriting() {
    close(writing)
    writing = -1
  }

  /// Everything that was written, to the end.
  mutating func text() -> String {
    closeWriting()
    var all: [UInt8] = []
    var bytes = [UInt8](repeating: 0, count: 65_536)
    while true {
      let count = read(reading, &bytes, bytes.count)
      guard count > 0 else { return String(decoding: all, as: UTF8.self) }
      all += bytes.prefix(count)
    }
  }
}
