import Synchronization

/// Raised once, and seen by every thread: that nobody wants a statement any more, that a connection is of no more use.
final class Flag: Sendable {
  private let raised = Atomic<Bool>(false)

  var isRaised: Bool { raised.load(ordering: .relaxed) }

  func raise() { raised.store(true, ordering: .relaxed) }
}
