import Glibc

/// Said on standard error, so that standard output has the table only.
enum Progress {
  static func note(_ text: String) {
    let line = Array("\(text)…\n".utf8)
    _ = write(2, line, line.count)
  }
}
