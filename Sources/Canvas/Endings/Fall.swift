import TaskModel

/// The fall of what a failed or revoked task holds up: everything that now will never run gets the same end.
struct Fall<IDs: RandomNumberGenerator> {
  let state: TaskState
  let failure: TaskFailure
  var context: LaunchContext
  var ids: IDs
  var ending = Ending()

  init(state: TaskState, failure: TaskFailure, context: LaunchContext, ids: IDs) {
    self.state = state
    self.failure = failure
    self.context = context
    self.ids = ids
  }

  /// What waits for this task: its chord, and the rest of its chain, the next one first.
  mutating func takeDown(_ message: TaskMessage) {
    if let part = ChordPart(of: message, state: state, value: .null, failure: failure, in: context) {
      ending.followUps.chordParts.append(part)
    }
    for (index, json) in message.embed.list("chain").enumerated().reversed() {
      attempt { fall throws(CanvasError) in
        for step in try StepReader.steps(of: json, path: "embed.chain[\(index)]") { fall.end(step) }
      }
    }
  }

  /// Errbacks get the failed task's id, and always come as a group.
  mutating func callErrbacks(of message: TaskMessage) {
    var members: [[Step]] = []
    for (index, json) in message.embed.list("errbacks").enumerated() {
      attempt { _ throws(CanvasError) in
        let steps = try StepReader.steps(of: json, path: "embed.errbacks[\(index)]")
        if !steps.isEmpty { members.append(steps) }
      }
    }
    if members.isEmpty { return }
    attempt { fall throws(CanvasError) in
      var launch = Launch(fall.context, ids: fall.ids)
      try launch.send([.group(id: nil, members: members)], results: [.string(message.id.rawValue)])
      fall.ids = launch.ids
      fall.ending.followUps.messages += launch.followUps.messages
      fall.ending.followUps.chordSizes += launch.followUps.chordSizes
    }
  }

  /// A task that will never run, whatever it is part of.
  ///
  /// - Parameter reports: it counts in its chord. A header that is not sent has no chord that counts yet.
  mutating func end(_ step: Step, reports: Bool = true) {
    switch step {
    case .task(let signature): end(signature, reports: reports)
    case .group(_, let members): end(members, reports: reports)
    case .chord(_, let header, let body):
      end(header, reports: false)
      end(body, reports: reports)
    }
  }

  private mutating func end(_ members: [[Step]], reports: Bool) {
    for member in members { for step in member { end(step, reports: reports) } }
  }

  private mutating func end(_ signature: Signature, reports: Bool) {
    let groupID = signature.options["group_id"]?.stringValue
    let isWanted = signature.options["ignore_result"] != true
    if isWanted, let id = signature.id {
      ending.followUps.results.append(result(id, of: signature.task, groupID: groupID))
    }
    if !reports { return }
    // Nobody can ask for a task without an id, but its chord counts it all the same.
    let id = signature.id ?? TaskID.make(at: context.now, using: &ids)
    attempt { fall throws(CanvasError) in
      var member = try signature.message(id: id, in: fall.context)
      member.rootID = fall.context.rootID ?? member.rootID
      fall.takeDown(member)
    }
  }

  func result(_ id: TaskID, of task: TaskName, groupID: String?) -> TaskResult {
    TaskResult(
      id: id, state: state, failure: failure, task: task, doneAt: context.now, expires: context.expires,
      groupID: groupID)
  }

  private mutating func attempt(_ work: (inout Fall) throws(CanvasError) -> Void) {
    do { try work(&self) } catch { ending.problems.append(error) }
  }
}
