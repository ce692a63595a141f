public import TaskModel

/// What follows when the last member of a chord's header has come to its end. Pure; called by the store that counted. Asked
/// twice about the same chord, after a crash, it says the same.
public enum ChordCompletion {
  /// One member as the store kept it.
  public struct Member: Sendable, Hashable {
    public var taskID: TaskID
    public var state: TaskState
    public var value: JSONValue
    public var failure: TaskFailure?

    public init(taskID: TaskID, state: TaskState, value: JSONValue, failure: TaskFailure? = nil) {
      self.taskID = taskID
      self.state = state
      self.value = value
      self.failure = failure
    }
  }

  /// The body with the members' results, or its failure and what that takes with it.
  ///
  /// - Parameters:
  ///   - part: the one that completed the chord.
  ///   - members: all of them, in the order of their places.
  public static func followUps(_ part: ChordPart, members: [Member]) -> FollowUps {
    if let failed = members.first(where: { $0.state != .success }) {
      return self.failed(part, chordError(failed))
    }
    do throws(CanvasError) {
      var launch = Launch(context(part), ids: SeededIDs(part.groupID))
      let steps = try StepReader.steps(of: .object(part.body), path: "chord")
      try launch.send(steps, results: [.array(members.map(\.value))])
      return launch.followUps
    } catch {
      return self.failed(part, TaskFailure(chordError: "Callback error: \(error)"))
    }
  }

  private static func context(_ part: ChordPart) -> LaunchContext {
    let root = part.body["options"]?["root_id"]?.stringValue.map(TaskID.init(_:)) ?? part.rootID
    return LaunchContext(
      now: part.doneAt, parentID: part.taskID, rootID: root, expires: part.expires, queue: { _ in part.queue })
  }

  private static func chordError(_ member: Member) -> TaskFailure {
    let cause = member.failure ?? TaskFailure(type: member.state.rawValue, message: "")
    let details = [cause.details, cause.description].compactMap(\.self).joined(separator: "\n")
    return TaskFailure(
      chordError: "Dependency \(member.taskID) raised \(cause.pythonText)", details: details)
  }

  private static func failed(_ part: ChordPart, _ failure: TaskFailure) -> FollowUps {
    var fall = Fall(state: .failure, failure: failure, context: context(part), ids: SeededIDs(part.groupID))
    do throws(CanvasError) {
      let steps = try StepReader.steps(of: .object(part.body), path: "chord")
      for step in steps { fall.end(step) }
      for signature in steps.first?.reporters ?? [] { fall.callErrbacks(of: signature) }
    } catch {
      // What its id is can be said even of a body that cannot be read.
      if let id = part.body["options"]?["task_id"]?.stringValue {
        let name = part.body["task"]?.stringValue ?? ""
        fall.ending.followUps.results.append(fall.result(TaskID(id), of: TaskName(name), groupID: nil))
      }
    }
    return fall.ending.followUps
  }
}

extension TaskFailure {
  fileprivate init(chordError message: String, details: String? = nil) {
    self.init(
      type: "ChordError", message: message, details: details, module: "celery.exceptions",
      arguments: [.string(message)])
  }
}

extension Fall {
  /// A body that fails without having run calls its errbacks, unlike the rest of a chain.
  fileprivate mutating func callErrbacks(of signature: Signature) {
    guard let id = signature.id, let message = try? signature.message(id: id, in: context) else { return }
    let outer = context
    context = context.following(message)
    callErrbacks(of: message)
    context = outer
  }
}

extension Step {
  /// The tasks whose errbacks tell of a body's failure: each of a group, a chord's body.
  fileprivate var reporters: [Signature] {
    switch self {
    case .task(let signature): [signature]
    case .group(_, let members): members.compactMap(\.first).flatMap(\.reporters)
    case .chord(_, _, let body): body.reporters
    }
  }
}
