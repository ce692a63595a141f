import TaskModel

/// What a task that runs says of itself, for people: `40% half way`, or whatever its author has put there.
enum StateWording {
  static func text(_ meta: JSONValue) -> String {
    if meta.isNull { return "" }
    guard let current = meta["current"]?.doubleValue, let total = meta["total"]?.doubleValue, total > 0 else {
      return meta.description
    }
    let percent = "\(Int64(saturating: (min(max(current / total, 0), 1) * 100).rounded()))%"
    return meta["message"]?.stringValue.map { "\(percent) \($0)" } ?? percent
  }
}
