import Glibc

/// Why a row could not be measured.
struct BenchError: Error, CustomStringConvertible {
  let description: String

  init(_ description: String) { self.description = description }

  /// What the system said about the call that just failed.
  static func system(_ attempted: String, _ code: Int32 = errno) -> BenchError {
    BenchError("\(attempted): \(String(cString: strerror(code)))")
  }
}
