import Synchronization
import TaskModel

/// What this process holds, by the calls that claimed it: so that what is held for long can be kept from looking dropped,
/// and what came into our hands unseen can be found.
final class HeldClaims: Sendable {
  private struct Call {
    let prefix: String
    let claimedAt: Timestamp
    /// By index; settled ones are nil.
    var steps: [Int?]
    var left: Int

    mutating func settle(_ index: Int) {
      guard steps.indices.contains(index), steps[index] != nil else { return }
      steps[index] = nil
      left -= 1
    }
  }

  private struct State {
    var calls: [UInt64: Call] = [:]
    /// Claims whose answer was lost, with their limits.
    var unseen: [(prefix: String, call: UInt64, limit: Int)] = []
  }

  private let state = Mutex(State())

  func claimed(_ steps: [Int], call: UInt64, prefix: String, at now: Timestamp) {
    if steps.isEmpty { return }
    state.withLock { $0.calls[call] = Call(prefix: prefix, claimedAt: now, steps: steps, left: steps.count) }
  }

  func settled(_ tags: [HeldTag]) {
    state.withLock { state in
      for tag in tags {
        state.calls[tag.call]?.settle(tag.index)
        if state.calls[tag.call]?.left == 0 { state.calls[tag.call] = nil }
      }
    }
  }

  /// The tags of all that was claimed before `moment` and is not settled.
  func tags(claimedBefore moment: Timestamp) -> [String] {
    state.withLock { state in
      state.calls.values.filter { $0.claimedAt < moment }.flatMap { call in
        call.steps.indices.compactMap { index in
          call.steps[index].map { HeldTag.text(prefix: call.prefix, index: index, step: $0) }
        }
      }
    }
  }

  func noteUnseen(prefix: String, call: UInt64, limit: Int) {
    state.withLock { $0.unseen.append((prefix, call, limit)) }
  }

  var unseen: (prefix: String, call: UInt64, limit: Int)? { state.withLock { $0.unseen.first } }

  func forgetUnseen(_ call: UInt64) { state.withLock { $0.unseen.removeAll { $0.call == call } } }

  /// A node that leaves holds nothing any more.
  func forget(node: String) {
    state.withLock { state in
      state.calls = state.calls.filter { !$0.value.prefix.hasPrefix(node + ".") }
      state.unseen.removeAll { $0.prefix.hasPrefix(node + ".") }
    }
  }
}
