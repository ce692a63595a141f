import Canvas
public import TaskModel

extension TaskSignature {
  /// This, then `next` with the result of this.
  public func then<Next>(_ next: TaskSignature<Next>) -> TaskSignature<Next> {
    next.with(.chain(signature.steps + next.signature.steps), settings: settings)
  }

  /// Celery's way to write ``then(_:)``.
  public static func | <Next>(first: TaskSignature, next: TaskSignature<Next>) -> TaskSignature<Next> {
    first.then(next)
  }

  /// The same; when it succeeds `callback` is sent, with the result as its first argument by position.
  public func link(_ callback: TaskSignature<some Sendable>) -> TaskSignature {
    with(signature.link(callback.signature), settings: callback.settings)
  }

  /// The same; when it fails `errback` is sent, with the id of the failed task as its first argument by position.
  public func linkError(_ errback: TaskSignature<some Sendable>) -> TaskSignature {
    with(signature.linkError(errback.signature), settings: errback.settings)
  }

  /// One task that runs this one once for each element, one after the other: its first property is the element. The results
  /// are one array.
  public func map(_ elements: [JSONValue]) -> TaskSignature<[Output]> {
    TaskSignature<[Output]>(.map(signature, over: elements), settings: settings)
  }

  /// The same with several arguments by position for each run.
  public func starmap(_ argumentLists: [[JSONValue]]) -> TaskSignature<[Output]> {
    TaskSignature<[Output]>(.starmap(signature, over: argumentLists.map(JSONValue.array)), settings: settings)
  }

  /// The same as ``starmap(_:)``, cut into a group of tasks that run `size` each.
  public func chunks(_ argumentLists: [[JSONValue]], of size: Int) -> TaskSignature<GroupOf<[Output]>> {
    TaskSignature<GroupOf<[Output]>>(
      .chunks(signature, of: argumentLists.map(JSONValue.array), size: max(size, 1)), settings: settings)
  }
}
