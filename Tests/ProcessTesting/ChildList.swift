import Glibc
import Synchronization

/// Every process a test started, so that none is left.
package final class ChildList: Sendable {
  private struct State {
    var children: [ChildProcess] = []
    var isClosed = false
  }

  private let state = Mutex(State())

  package init() {}

  package func add(_ child: ChildProcess) {
    let isLate = state.withLock { state in
      state.children.removeAll { $0.processID == nil }
      state.children.append(child)
      return state.isClosed
    }
    if isLate { child.send(SIGKILL) }
  }

  package func killAll() {
    let children = state.withLock { state in
      state.isClosed = true
      return state.children
    }
    for child in children { child.send(SIGKILL) }
  }

  /// What each process wrote last: for the story of a failure.
  package var lastWords: String {
    state.withLock { $0.children }.map { child in
      let lines = (child.standardOutput.all.suffix(20) + child.standardError.all.suffix(60)).joined(separator: "\n")
      // What prints a failure may end at a zero byte.
      let text = lines.replacing("\0", with: "␀")
      return "a process (\(child.processID.map { "running as \($0)" } ?? "ended")) wrote last:\n\(text)"
    }.joined(separator: "\n")
  }

  /// Returns when the last one is gone.
  package func end() async {
    killAll()
    for child in state.withLock({ $0.children }) { _ = await child.exit }
  }
}
