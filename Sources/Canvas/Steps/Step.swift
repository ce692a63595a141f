import TaskModel

/// A workflow in the shape in which it runs. Whatever a signature nests, here a chain is a list of steps, groups in groups
/// are flattened, empty ones are gone, a group that has something behind it is the header of a chord, and chunks are a group.
indirect enum Step: Sendable, Hashable {
  case task(Signature)
  case group(id: String?, members: [[Step]])
  case chord(id: String?, header: [[Step]], body: Step)

  /// Celery's own task that gives back one of its arguments. As the body of a chord it makes one result of a group's, so
  /// that the group has one last task (as in `Task.replace`).
  static let accumulate = Step.task(Signature("celery.accumulate", TaskArguments(keywords: ["index": 0])))

  /// A group becomes a chord whose body gives back the array of results.
  var closed: Step {
    if case .group(let id, let members) = self { .chord(id: id, header: members, body: .accumulate) } else { self }
  }

  /// Whether what runs last is a group: several tasks, none of which is the last.
  var endsInGroup: Bool {
    switch self {
    case .task: false
    case .group: true
    case .chord(_, _, let body): body.endsInGroup
    }
  }

  /// One step out of this and the next one, where the next cannot simply be the following link of a chain: a group that has
  /// something behind it is a chord's header. Nil: they stay two.
  func absorbing(_ next: Step) -> Step? {
    switch self {
    case .task: return nil
    case .group(_, let members) where members.isEmpty: return next
    case .group(let id, let members): return .chord(id: id, header: members, body: next)
    case .chord(let id, let header, let body):
      return body.absorbing(next).map { .chord(id: id, header: header, body: $0) }
    }
  }

  /// Everything without an id gets one: from here on its tasks can be named before they are sent.
  mutating func freeze(_ makeID: () -> String) {
    switch self {
    case .task(var signature):
      if signature.id == nil {
        signature.options["task_id"] = .string(makeID())
        self = .task(signature)
      }
    case .group(let id, var members):
      members.freeze(makeID)
      self = .group(id: id ?? makeID(), members: members)
    case .chord(let id, var header, var body):
      header.freeze(makeID)
      body.freeze(makeID)
      self = .chord(id: id ?? makeID(), header: header, body: body)
    }
  }
}

extension [[Step]] {
  mutating func freeze(_ makeID: () -> String) {
    for member in indices {
      for step in self[member].indices { self[member][step].freeze(makeID) }
    }
  }
}
