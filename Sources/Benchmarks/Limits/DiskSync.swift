import Glibc

/// What the disk alone takes to keep something for good.
enum DiskSync {
  /// Seconds for each of `count` appended blocks of 4 KiB with its fdatasync(2).
  static func seconds(in file: String, count: Int) throws -> Distribution {
    let descriptor = open(file, O_WRONLY | O_CREAT | O_TRUNC, 0o600)
    guard descriptor >= 0 else { throw BenchError.system("cannot open \(file)") }
    defer { close(descriptor) }
    let block = [UInt8](repeating: 7, count: 4096)
    var times: [Double] = []
    for _ in 0..<count {
      let start = MonotonicTime.seconds
      guard write(descriptor, block, block.count) == block.count, fdatasync(descriptor) == 0 else {
        throw BenchError.system("cannot write \(file)")
      }
      times.append(MonotonicTime.seconds - start)
    }
    return Distribution(times)
  }
}
