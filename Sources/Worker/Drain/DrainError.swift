public import TaskModel

/// Why draining ended before nothing was due any more.
public enum DrainError: Error, Sendable, Hashable, CustomStringConvertible {
  /// So many runs, and still something is due: tasks that send each other, or themselves, without a countdown.
  case endless(runs: Int, last: [TaskName])

  public var description: String {
    switch self {
    case .endless(let runs, let last):
      "\(runs) runs, and still something is due; the last were of \(last.map { "'\($0)'" }.joined(separator: ", ")): "
        + "does a task send itself without a countdown?"
    }
  }
}
