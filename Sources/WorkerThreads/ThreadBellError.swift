import Glibc

/// The system refused what a thread would sleep on: usually a limit.
package struct ThreadBellError: Error, Sendable, CustomStringConvertible {
  package let description: String

  /// Takes the reason from `errno`.
  init(_ function: String, hint: String) {
    description = "\(function): \(String(cString: strerror(errno))); \(hint)"
  }
}
