import Canvas
import TaskModel

extension Signature {
  /// The same with every plain task in it changed: parts, callbacks, what is chained behind.
  ///
  /// A part that is no signature stays as it is: whoever reads it says what is wrong with it.
  func changingTasks(_ change: (inout Signature) -> Void) -> Signature {
    var copy = self
    switch kind {
    case .chain, .group: copy.changePart("tasks", change)
    case .chord:
      copy.changePart("header", change)
      copy.changePart("body", change)
    case nil, .map, .starmap, .chunks: change(&copy)
    }
    for option in ["link", "link_error", "chain", "chord"] {
      guard let value = copy.options[option] else { continue }
      copy.options[option] = Self.changed(value, change)
    }
    return copy
  }

  private mutating func changePart(_ name: String, _ change: (inout Signature) -> Void) {
    guard let value = arguments.keywords[name] else { return }
    arguments.keywords[name] = Self.changed(value, change)
  }

  /// One signature, or an array of them.
  private static func changed(_ json: JSONValue, _ change: (inout Signature) -> Void) -> JSONValue {
    if let elements = json.arrayValue { return .array(elements.map { changed($0, change) }) }
    guard let signature = try? Signature(json: json) else { return json }
    return signature.changingTasks(change).json
  }

  /// The task that runs: of a map the one it repeats.
  var runningTask: TaskName {
    guard let kind, [.map, .starmap, .chunks].contains(kind),
      let name = arguments.keywords["task"]?["task"]?.stringValue
    else { return task }
    return TaskName(name)
  }

  /// The plain task that ends it; nil where it ends in a group, or is none.
  var lastTask: Signature? {
    switch kind {
    case nil, .map, .starmap: self
    case .chain: Self.lastTask(of: arguments.keywords["tasks"]?.arrayValue?.last)
    case .chord: Self.lastTask(of: arguments.keywords["body"])
    case .group, .chunks: nil
    }
  }

  private static func lastTask(of json: JSONValue?) -> Signature? {
    json.flatMap { try? Signature(json: $0) }?.lastTask
  }

  /// As a member of a group or a chord's header, which has one result: what ends in a group gets a last task that makes one
  /// array of the group's results. (Celery would flatten a group that stands in another by itself, and no other.)
  var asMember: Signature {
    if lastTask != nil { return self }
    return .chain(steps + [Signature("celery.accumulate", TaskArguments(keywords: ["index": 0]))])
  }

  /// As part of a chain: the links of a chain of which nothing else is said, otherwise itself.
  var steps: [Signature] {
    guard kind == .chain, self == .chain(parts) else { return [self] }
    return parts
  }

  private var parts: [Signature] {
    (arguments.keywords["tasks"]?.arrayValue ?? []).compactMap { try? Signature(json: $0) }
  }
}
