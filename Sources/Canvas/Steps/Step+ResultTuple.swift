import TaskModel

/// Celery's result tuples (`AsyncResult.as_tuple`): `[[id, parent], null]` for a task, `[[id, parent], [tuples]]` for a
/// group. All steps must have their ids.
extension Step {
  func resultTuple(parent: JSONValue = .null) -> JSONValue {
    switch self {
    case .task(let signature): return [[JSONValue(signature.id?.rawValue), parent], .null]
    case .group(let id, let members):
      return [[JSONValue(id), parent], .array(members.map { $0.resultTuple() })]
    case .chord(_, _, let body): return body.resultTuple(parent: launchTuple(parent: parent))
    }
  }

  /// What is sent when the step is: of a chord only the header.
  func launchTuple(parent: JSONValue = .null) -> JSONValue {
    guard case .chord(let id, let header, _) = self else { return resultTuple(parent: parent) }
    return Step.group(id: id, members: header).resultTuple(parent: parent)
  }
}

extension [Step] {
  /// That of the last, with those before it as its parents.
  func resultTuple() -> JSONValue { reduce(.null) { parent, step in step.resultTuple(parent: parent) } }
}
