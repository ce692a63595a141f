import Glibc

/// What the system says of an error number.
func systemText(_ code: Int32) -> String { String(cString: strerror(code)) }

/// The machine's name, as Celery puts it behind the `@` of a node name.
func hostName() -> String {
  var buffer = [CChar](repeating: 0, count: 256)
  guard gethostname(&buffer, 255) == 0 else { return "localhost" }
  return String(decoding: buffer.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
}
