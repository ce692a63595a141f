import Synchronization

/// The lines a process writes, as they come; whoever waits for one is woken by it, by the end of the output, or by the
/// cancellation of its task. Nothing here looks at a clock.
package final class OutputLines: Sendable {
  package struct Missing: Error, CustomStringConvertible {
    let wanted: String
    let lines: [String]

    package var description: String {
      "the output ended without \(wanted):\n\(lines.suffix(60).joined(separator: "\n"))"
    }
  }

  private struct Waiter {
    let start: Int
    let predicate: @Sendable (String) -> Bool
    let continuation: CheckedContinuation<Found?, Never>
  }

  /// A line and its place among all.
  package struct Found: Sendable {
    package let index: Int
    package let line: String
  }

  private struct State {
    var lines: [String] = []
    var rest: [UInt8] = []
    var hasEnded = false
    var waiters: [Int: Waiter] = [:]
    var nextWaiter = 0
  }

  private let state = Mutex(State())

  package init() {}

  package var all: [String] { state.withLock { $0.lines } }
  package var text: String { all.joined(separator: "\n") }

  package func append(_ bytes: some Collection<UInt8>) {
    let woken = state.withLock { state in
      state.rest += bytes
      var woken: [(Waiter, Found)] = []
      while let end = state.rest.firstIndex(of: 0x0A) {
        woken += Self.add(String(decoding: state.rest[..<end], as: UTF8.self), to: &state)
        state.rest.removeSubrange(...end)
      }
      return woken
    }
    for (waiter, found) in woken { waiter.continuation.resume(returning: found) }
  }

  private static func add(_ line: String, to state: inout State) -> [(Waiter, Found)] {
    let found = Found(index: state.lines.count, line: line)
    state.lines.append(line)
    let fitting = state.waiters.filter { $0.value.start <= found.index && $0.value.predicate(line) }
    for number in fitting.keys { state.waiters[number] = nil }
    return fitting.values.map { ($0, found) }
  }

  package func end() {
    let waiters = state.withLock { state in
      if !state.rest.isEmpty { state.lines.append(String(decoding: state.rest, as: UTF8.self)) }
      state.rest = []
      state.hasEnded = true
      defer { state.waiters = [:] }
      return Array(state.waiters.values)
    }
    for waiter in waiters { waiter.continuation.resume(returning: nil) }
  }

  /// The first line from this one on that fits, waited for if it is not there yet.
  package func first(
    _ wanted: String, from start: Int = 0, where predicate: @escaping @Sendable (String) -> Bool
  ) async throws -> Found {
    let number = state.withLock { state in
      state.nextWaiter += 1
      return state.nextWaiter
    }
    let found = await withTaskCancellationHandler {
      await withCheckedContinuation { continuation in
        let present: Found?? = state.withLock { state in
          if let index = state.lines.indices.dropFirst(start).first(where: { predicate(state.lines[$0]) }) {
            return Found(index: index, line: state.lines[index])
          }
          if state.hasEnded || Task.isCancelled { return .some(nil) }
          state.waiters[number] = Waiter(start: start, predicate: predicate, continuation: continuation)
          return nil
        }
        if let present { continuation.resume(returning: present) }
      }
    } onCancel: {
      let waiter = state.withLock { $0.waiters.removeValue(forKey: number) }
      waiter?.continuation.resume(returning: nil)
    }
    guard let found else { throw Missing(wanted: wanted, lines: all) }
    return found
  }

  package func first(containing text: String, from start: Int = 0) async throws -> Found {
    try await first("'\(text)'", from: start) { $0.contains(text) }
  }
}
