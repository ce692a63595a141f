public import TaskModel

/// A fresh, empty backend for one conformance case, with the means to look at it from outside.
public struct BackendFixture: Sendable {
  /// The only clock the backend may look at.
  public let clock: ManualClock
  public let backend: any Backend
  /// Opens the same store once more, as another process would.
  public let openSecond: @Sendable () async throws -> any Backend
  /// Puts bytes that are no message into a queue; nil where the store cannot hold any. Those cases then pass unseen.
  public let plantUnreadable: (@Sendable (_ bytes: [UInt8], _ queue: QueueName) async throws -> Void)?

  public init(
    clock: ManualClock, backend: any Backend, openSecond: @escaping @Sendable () async throws -> any Backend,
    plantUnreadable: (@Sendable (_ bytes: [UInt8], _ queue: QueueName) async throws -> Void)? = nil
  ) {
    self.clock = clock
    self.backend = backend
    self.openSecond = openSecond
    self.plantUnreadable = plantUnreadable
  }

  /// The memory double; its second view is the same object.
  public static func memory() -> BackendFixture {
    let clock = ManualClock()
    let backend = MemoryBackend(clock: clock)
    return BackendFixture(clock: clock, backend: backend, openSecond: { backend }) { bytes, queue in
      backend.plantUnreadable(bytes, reason: "not JSON", in: queue)
    }
  }
}
