import Glibc

/// A file descriptor that is closed when its owner is gone.
struct Descriptor: ~Copyable {
  let number: CInt

  init(_ number: CInt) { self.number = number }

  deinit { if number >= 0 { close(number) } }
}

extension CommandProblem {
  /// `what: No such file or directory`.
  static func system(_ what: String, _ error: CInt) -> CommandProblem {
    CommandProblem("\(what): \(String(cString: strerror(error)))")
  }
}
