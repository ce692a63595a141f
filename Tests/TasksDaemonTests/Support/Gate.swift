import Glibc

/// A fifo at which tasks wait: each byte written lets one go on, however early or late it comes.
final class Gate: Sendable {
  private let descriptor: CInt

  struct CannotMake: Error {}

  init(_ site: Site, _ name: String = "gate") throws {
    guard mkfifo(site.path(name), 0o600) == 0 else { throw CannotMake() }
    // Open for both, so that neither end ever waits for the other.
    descriptor = open(site.path(name), O_RDWR | O_CLOEXEC)
    guard descriptor >= 0 else { throw CannotMake() }
  }

  deinit { close(descriptor) }

  func letOneGo() { _ = write(descriptor, [UInt8(ascii: "x")], 1) }
}
