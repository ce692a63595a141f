import Canvas
import TaskModel
import Testing

/// The same workflows that a Celery worker ran: what it sent, we send.
@Suite struct CeleryParityTests {
  private let context = LaunchContext(now: Timestamp(seconds: 1_800_000_000))

  private func sent(after text: String, value: JSONValue) throws -> [TaskMessage] {
    try Canvas.afterSuccess(of: try captured(text), value: value, in: context).followUps.messages.map(\.essence)
  }

  private func essences(_ texts: some Sequence<String>) throws -> [TaskMessage] {
    try texts.map { try captured($0).essence }
  }

  @Test func aChainGoesOnStepByStep() throws {
    let messages = CeleryMessages.chain
    #expect(try sent(after: messages[0], value: 3) == essences([messages[1]]))
    #expect(try sent(after: messages[1], value: 6) == essences([messages[2]]))
    #expect(try sent(after: messages[2], value: 10).isEmpty)
  }

  @Test func whatATaskTellsOfItsNextOne() throws {
    let ending = try Canvas.afterSuccess(of: try captured(CeleryMessages.chain[0]), value: 3, in: context)
    #expect(ending.children == [[["a7a49541-dad5-4854-b696-4a6197d8589c", nil], nil]])
  }

  /// Ids of groups and of tasks that have none in their signatures are new each time.
  private func withoutNewIDs(_ messages: [TaskMessage]) -> [TaskMessage] {
    messages.map { message in
      var message = message
      (message.id, message.groupID) = ("", message.groupID.map { _ in "" })
      return message
    }
  }

  @Test func severalCallbacksAreAGroup() throws {
    let found = try sent(after: CeleryMessages.links[0], value: 4)
    #expect(try withoutNewIDs(found) == withoutNewIDs(essences(CeleryMessages.links.dropFirst())))
    #expect(Set(found.map(\.groupID)).count == 1 && Set(found.map(\.id)).count == 2)
  }

  @Test(arguments: [CeleryMessages.errbackByName, CeleryMessages.errbacks])
  func errbacksAreAGroup(_ messages: [String]) throws {
    let failed = try captured(messages[0])
    let ending = Canvas.afterFailure(of: failed, TaskFailure(type: "ValueError", message: ""), in: context)
    let found = ending.followUps.messages.map(\.essence)
    // Celery calls errbacks of more than one argument in the process that failed; here all are tasks.
    let expected = try essences(messages.dropFirst())
    #expect(withoutNewIDs(found).suffix(1).map(\.task) == expected.map(\.task))
    #expect(found.map(\.arguments.positional) == found.map { _ in [.string(failed.id.rawValue)] })
    #expect(found.allSatisfy { $0.parentID == failed.id && $0.rootID == failed.rootID })
    #expect(found.map { $0.headers["group_index"] } == found.indices.map { JSONValue(Int($0)) })
  }

  @Test func aGroupInAChainIsAChordWithTheRestBehindItsBody() throws {
    let messages = CeleryMessages.groupThenTask
    let ending = try Canvas.afterSuccess(of: try captured(messages[0]), value: 2, in: context)
    let header = try essences(messages[1...2])
    #expect(ending.followUps.messages.map(\.essence.withoutChord) == header.map(\.withoutChord))
    let groupID = try #require(header[0].groupID)
    #expect(ending.followUps.chordSizes == [ChordSize(groupID: groupID, count: 2)])
    #expect(ending.followUps.messages.map { $0.embed["chord"]?.withoutNulls } == header.map { $0.embed["chord"] })
    let members = ending.followUps.messages
    #expect(
      ending.children == [
        [[.string(groupID), nil], .array(members.map { [[.string($0.id.rawValue), nil], nil] })]
      ])
  }

  @Test func theLastPartSendsTheBody() throws {
    let messages = CeleryMessages.groupThenTask
    let last = try captured(messages[2])
    let part = try #require(
      try Canvas.afterSuccess(of: last, value: 22, in: context).followUps.chordParts.first)
    #expect(part.taskID == last.id && part.index == 1 && part.value == 22)
    let other = try captured(messages[1])
    let followUps = ChordCompletion.followUps(
      part,
      members: [
        ChordCompletion.Member(taskID: other.id, state: .success, value: 12),
        ChordCompletion.Member(taskID: last.id, state: .success, value: 22),
      ])
    #expect(try followUps.messages.map(\.essence) == essences([messages[3]]))
    #expect(try sent(after: messages[3], value: 34) == essences([messages[4]]))
  }

  @Test func aReplacementKeepsIdAndChain() throws {
    let messages = CeleryMessages.replace
    let signature = Signature("demo.add", TaskArguments([20, 22]), isImmutable: true)
    let ending = try Canvas.replacement(of: try captured(messages[0]), with: signature, in: context)
    #expect(try ending.followUps.messages.map(\.essence) == essences([messages[1]]))
    #expect(try sent(after: messages[1], value: 42) == essences([messages[2]]))
  }
}

extension TaskMessage {
  fileprivate var withoutChord: TaskMessage {
    var message = self
    message.embed["chord"] = nil
    return message
  }
}
