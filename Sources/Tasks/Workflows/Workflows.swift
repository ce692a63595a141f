import Canvas
public import TaskModel

// Celery's words for putting signatures together.

/// One after the other; each gets the result of the one before as its first argument by position (``TaskSignature``).
public func chain<Last>(
  _ first: TaskSignature<some Sendable>, _ last: TaskSignature<Last>
) -> TaskSignature<Last> {
  first.then(last)
}

/// One after the other.
public func chain<Last>(
  _ first: TaskSignature<some Sendable>, _ second: TaskSignature<some Sendable>, _ last: TaskSignature<Last>
) -> TaskSignature<Last> {
  first.then(second).then(last)
}

/// One after the other.
public func chain<Last>(
  _ first: TaskSignature<some Sendable>, _ second: TaskSignature<some Sendable>, _ third: TaskSignature<some Sendable>,
  _ last: TaskSignature<Last>
) -> TaskSignature<Last> {
  first.then(second).then(third).then(last)
}

/// One after the other. Longer ones: `chain(a, b, c).then(chain(d, e, f))`, or a list of untyped ones.
public func chain<Last>(
  _ first: TaskSignature<some Sendable>, _ second: TaskSignature<some Sendable>, _ third: TaskSignature<some Sendable>,
  _ fourth: TaskSignature<some Sendable>, _ last: TaskSignature<Last>
) -> TaskSignature<Last> {
  first.then(second).then(third).then(fourth).then(last)
}

/// A list of tasks, one after the other. An empty one does nothing, and its result never comes.
public func chain(_ steps: [TaskSignature<JSONValue>]) -> TaskSignature<JSONValue> {
  TaskSignature(.chain(steps.flatMap(\.signature.steps)), settings: steps.settings())
}

/// All at the same time. What stands behind a group in a chain is sent once all have succeeded, with their results as one
/// array.
public func group<Element>(_ members: TaskSignature<Element>...) -> TaskSignature<GroupOf<Element>> { group(members) }

/// All at the same time.
public func group<Element>(_ members: [TaskSignature<Element>]) -> TaskSignature<GroupOf<Element>> {
  TaskSignature<GroupOf<Element>>(.group(members.map(\.signature.asMember)), settings: members.settings())
}

/// Groups in a group: each is one member, whose result is the array of its own members' results.
public func group<Element>(_ members: TaskSignature<GroupOf<Element>>...) -> TaskSignature<GroupOf<[Element]>> {
  group(members)
}

/// Groups in a group.
public func group<Element>(_ members: [TaskSignature<GroupOf<Element>>]) -> TaskSignature<GroupOf<[Element]>> {
  TaskSignature<GroupOf<[Element]>>(.group(members.map(\.signature.asMember)), settings: members.settings())
}

/// The members of `header` at the same time; when all have succeeded, `body` with their results as one array, its first
/// argument by position, in the order of the header. If one fails `body` is not sent: its result is a failure that names
/// the one.
public func chord<Element, Output>(
  _ header: [TaskSignature<Element>], body: TaskSignature<Output>
) -> TaskSignature<Output> {
  body.with(.chord(header.map(\.signature.asMember), body: body.signature), settings: header.settings())
}

/// The same with a header that is a group already.
public func chord<Element, Output>(
  _ header: TaskSignature<GroupOf<Element>>, body: TaskSignature<Output>
) -> TaskSignature<Output> {
  header.then(body)
}

extension Array {
  fileprivate func settings<Output>() -> [TaskName: TaskOptions] where Element == TaskSignature<Output> {
    reduce(into: [:]) { $0.merge($1.settings) { own, _ in own } }
  }
}
