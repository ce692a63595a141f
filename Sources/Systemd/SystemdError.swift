import Glibc

/// What went wrong between the daemon and systemd.
public struct SystemdError: Error, Sendable, Hashable, CustomStringConvertible {
  public let description: String

  init(_ what: String, _ error: CInt) { description = "\(what): \(String(cString: strerror(error)))" }
}
