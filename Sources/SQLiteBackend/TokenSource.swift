import Synchronization

/// Numbers that no other claim has, in this process or another: a random start, then one after the other.
final class TokenSource: Sendable {
  private let last = Atomic<Int64>(Int64.random(in: 0..<Int64.max / 2))

  func next() -> Int64 { last.wrappingAdd(1, ordering: .relaxed).newValue & Int64.max }
}
