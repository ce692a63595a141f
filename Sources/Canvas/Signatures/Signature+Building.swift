public import TaskModel

/// Workflows in Swift.
extension Signature {
  /// One after the other; each takes the result of the one before as its first argument.
  public static func chain(_ parts: [Signature]) -> Signature {
    Signature("celery.chain", TaskArguments(keywords: ["tasks": .array(parts.map(\.json))]), kind: .chain)
  }

  /// All at once.
  public static func group(_ parts: [Signature]) -> Signature {
    Signature("celery.group", TaskArguments(keywords: ["tasks": .array(parts.map(\.json))]), kind: .group)
  }

  /// `body` once all of `header` have succeeded, with their results as one array, in the order of `header`.
  public static func chord(_ header: [Signature], body: Signature) -> Signature {
    let parts: JSONObject = ["kwargs": .object(JSONObject()), "header": group(header).json, "body": body.json]
    return Signature("celery.chord", TaskArguments(keywords: parts), kind: .chord)
  }

  /// The task with each of the items, one after the other in one run. The result is the array of results.
  public static func map(_ task: Signature, over items: [JSONValue]) -> Signature {
    repeating(task, over: items, "celery.map", .map)
  }

  /// The same; each item is an array of arguments.
  public static func starmap(_ task: Signature, over items: [JSONValue]) -> Signature {
    repeating(task, over: items, "celery.starmap", .starmap)
  }

  private static func repeating(
    _ task: Signature, over items: [JSONValue], _ name: TaskName, _ kind: Kind
  ) -> Signature {
    let keywords: JSONObject = ["task": task.json, "it": .array(items)]
    return Signature(name, TaskArguments(keywords: keywords), kind: kind, isImmutable: true)
  }

  /// A group of starmaps, each over `size` of the items.
  public static func chunks(_ task: Signature, of items: [JSONValue], size: Int) -> Signature {
    let keywords: JSONObject = ["task": task.json, "it": .array(items), "n": JSONValue(size)]
    return Signature("celery.chunks", TaskArguments(keywords: keywords), kind: .chunks, isImmutable: true)
  }

  /// The same, with this option: a name of Celery's `apply_async` arguments. Null takes it away.
  public func with(_ option: String, _ value: JSONValue) -> Signature {
    var copy = self
    copy.options[option] = value.isNull ? nil : value
    return copy
  }

  /// The same; on success `callback` follows, with the result as its first argument.
  public func link(_ callback: Signature) -> Signature { appending(callback.json, to: "link") }

  /// The same; on failure `errback` follows, with the id of the failed task as its first argument.
  public func linkError(_ errback: Signature) -> Signature { appending(errback.json, to: "link_error") }

  /// The same, taking no result of those before it.
  public var immutable: Signature {
    var copy = self
    copy.isImmutable = true
    return copy
  }

  private func appending(_ value: JSONValue, to option: String) -> Signature {
    var copy = self
    copy.options.append([value], to: option)
    return copy
  }
}

extension JSONObject {
  /// Celery's lists in options: an array, one element without its array, or absent.
  func list(_ option: String) -> [JSONValue] {
    guard let value = self[option], !value.isNull else { return [] }
    return value.arrayValue ?? [value]
  }

  mutating func append(_ values: [JSONValue], to option: String) {
    if !values.isEmpty { self[option] = .array(list(option) + values) }
  }
}
