/// Those who want to hear of something.
struct ListenerList {
  private var lastNumber: UInt64 = 0
  private var byNumber: [UInt64: AsyncStream<Void>.Continuation] = [:]

  var isEmpty: Bool { byNumber.isEmpty }
  var all: [AsyncStream<Void>.Continuation] { Array(byNumber.values) }

  /// Returns the number under which it is removed.
  mutating func add(_ listener: AsyncStream<Void>.Continuation) -> UInt64 {
    lastNumber &+= 1
    byNumber[lastNumber] = listener
    return lastNumber
  }

  mutating func remove(_ number: UInt64) { byNumber[number] = nil }

  mutating func removeAll() { byNumber = [:] }
}
