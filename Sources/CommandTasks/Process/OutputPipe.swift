import Glibc

/// The reading end of a pipe that a command writes to.
struct OutputPipe: ~Copyable {
  private let descriptor: Descriptor
  private(set) var isOpen = true

  init(_ descriptor: consuming Descriptor) { self.descriptor = descriptor }

  /// For poll(2), which passes over negative numbers.
  var pollNumber: CInt { isOpen ? descriptor.number : -1 }

  /// Reads what is there, at most one buffer; nil when there is nothing (more) at present.
  mutating func read(into buffer: UnsafeMutableBufferPointer<UInt8>) -> UnsafeBufferPointer<UInt8>? {
    while isOpen {
      let count = Glibc.read(descriptor.number, buffer.baseAddress, buffer.count)
      if count > 0 { return UnsafeBufferPointer(rebasing: buffer[..<count]) }
      if count < 0, errno == EINTR { continue }
      if count < 0, errno == EAGAIN { return nil }
      isOpen = false
    }
    return nil
  }
}
