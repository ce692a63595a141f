import GRDB

/// An open file. On one thread at a time.
final class OpenFile {
  let connection: OpaquePointer
  private let queue: DatabaseQueue

  init(connection: OpaquePointer, queue: DatabaseQueue) {
    self.connection = connection
    self.queue = queue
  }

  /// A use of the connection, on the calling thread. GRDB looks after commits and wants to know whose they are.
  func use<Value>(_ body: () -> Value) -> Value { queue.unsafeReentrantWrite { _ in body() } }

  /// All statements must be gone.
  func close() { try? queue.close() }
}
