public import TaskModel

/// Celery's workflows: what is sent for a signature, and what follows from the way a task ended. Pure.
public enum Canvas {
  /// A workflow that is sent.
  public struct Sent: Sendable, Hashable {
    public var followUps: FollowUps
    /// Celery's result tuple of the whole, by which its end can be waited for: `[[id, parent], null]`, or
    /// `[[id, parent], [tuples]]` if it ends in a group. Null: there was nothing to send.
    public var result: JSONValue
  }

  /// What must be published to run this workflow.
  ///
  /// - Parameters:
  ///   - arguments: put in front of those of the tasks that come first.
  ///   - ids: for tasks and groups that have no id yet.
  public static func send(
    _ signature: Signature, with arguments: [JSONValue] = [], in context: LaunchContext,
    using ids: inout some RandomNumberGenerator
  ) throws(CanvasError) -> Sent {
    var launch = Launch(context, ids: ids)
    let tuples = try launch.send(try StepReader.steps(of: signature), results: arguments)
    ids = launch.ids
    return Sent(followUps: launch.followUps, result: tuples.whole)
  }

  /// Its callbacks, the next task of its chain, its part of a chord.
  ///
  /// - Throws: what is wrong with a signature that the message carries; the task has failed, then, as with Celery when a
  ///   callback cannot be sent.
  public static func afterSuccess(
    of message: TaskMessage, value: JSONValue, in context: LaunchContext
  ) throws(CanvasError) -> Ending {
    if message.standsAlone { return Ending() }
    var launch = Launch(context.following(message), ids: SeededIDs(message))
    var children: [JSONValue] = []
    for steps in try callbacks(of: message) { children.append(try launch.send(steps, results: [value]).sent) }
    let chain = message.embed.list("chain")
    if let next = chain.last {
      let steps = try StepReader.steps(of: next, path: "embed.chain[\(chain.count - 1)]")
      children.append(try launch.send(steps, results: [value], rest: chain.dropLast()).sent)
    }
    let part = ChordPart(of: message, state: .success, value: value, failure: nil, in: context)
    launch.followUps.chordParts = part.map { [$0] } ?? []
    return Ending(followUps: launch.followUps, children: children.filter { !$0.isNull })
  }

  /// Groups each for itself; the others as one group if they are several.
  private static func callbacks(of message: TaskMessage) throws(CanvasError) -> [[Step]] {
    let callbacks = message.embed.list("callbacks")
    if callbacks.isEmpty { return [] }
    var groups: [[Step]] = []
    var others: [[Step]] = []
    for (index, json) in callbacks.enumerated() {
      let steps = try StepReader.steps(of: json, path: "embed.callbacks[\(index)]")
      if steps.count == 1, case .group = steps[0] {
        groups.append(steps)
      } else if !steps.isEmpty {
        others.append(steps)
      }
    }
    if others.count > 1 { others = [[.group(id: nil, members: others)]] }
    return groups + others
  }

  /// Its part of a chord, the same failure for the rest of its chain, its errbacks.
  public static func afterFailure(
    of message: TaskMessage, _ failure: TaskFailure, in context: LaunchContext
  ) -> Ending {
    if message.standsAlone { return Ending() }
    var fall = Fall(state: .failure, failure: failure, context: context.following(message), ids: SeededIDs(message))
    fall.takeDown(message)
    fall.callErrbacks(of: message)
    return fall.ending
  }

  /// Its part of a chord, and the same end for the rest of its chain: it will never run. Errbacks are not called.
  public static func afterRevocation(
    of message: TaskMessage, _ failure: TaskFailure, in context: LaunchContext
  ) -> Ending {
    if message.standsAlone { return Ending() }
    var fall = Fall(state: .revoked, failure: failure, context: context.following(message), ids: SeededIDs(message))
    fall.takeDown(message)
    return fall.ending
  }
}

extension TaskMessage {
  /// Nothing hangs on it. Celery's messages carry the names of what may hang on them all the same.
  fileprivate var standsAlone: Bool {
    embed.members.allSatisfy { member in
      switch member.value {
      case .null: true
      case .array(let signatures): signatures.isEmpty
      default: false
      }
    }
  }
}

extension LaunchContext {
  /// For what a task sends.
  func following(_ message: TaskMessage) -> LaunchContext {
    var context = self
    context.parentID = message.id
    context.rootID = message.rootID ?? message.id
    return context
  }
}

extension ChordPart {
  /// Nil: the task is no member of a chord.
  init?(of message: TaskMessage, state: TaskState, value: JSONValue, failure: TaskFailure?, in context: LaunchContext) {
    guard let groupID = message.groupID, let body = message.embed["chord"]?.objectValue else { return nil }
    let name = body["task"]?.stringValue.map(TaskName.init(_:)) ?? message.task
    self.init(
      groupID: groupID, taskID: message.id,
      index: message.headers["group_index"]?.integerValue.flatMap(Int.init(exactly:)),
      state: state, value: value, failure: failure, body: body, queue: context.queue(name), rootID: message.rootID,
      doneAt: context.now, expires: context.expires)
  }
}
