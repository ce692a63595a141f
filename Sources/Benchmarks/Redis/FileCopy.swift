import Glibc

/// The same file under a second name, or a copy where the two names are not on one file system.
enum FileCopy {
  static func link(_ source: String, to target: String) throws {
    unlink(target)
    if Glibc.link(source, target) == 0 { return }
    guard let from = fopen(source, "r") else { throw BenchError.system(source) }
    defer { fclose(from) }
    guard let to = fopen(target, "w") else { throw BenchError.system(target) }
    defer { fclose(to) }
    var buffer = [UInt8](repeating: 0, count: 1 << 20)
    while true {
      let count = fread(&buffer, 1, buffer.count, from)
      if count == 0 { break }
      guard fwrite(buffer, 1, count, to) == count else { throw BenchError.system(target) }
    }
  }
}
