import Glibc

/// The beginning of a file, as text.
enum FileText {
  static func read(_ path: String, atMost limit: Int = 8192) throws -> String {
    guard let file = fopen(path, "r") else { throw BenchError.system(path) }
    defer { fclose(file) }
    var buffer = [UInt8](repeating: 0, count: limit)
    let count = fread(&buffer, 1, limit, file)
    return String(decoding: buffer.prefix(count), as: UTF8.self)
  }
}
