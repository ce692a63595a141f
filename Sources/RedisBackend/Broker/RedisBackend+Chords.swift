import Canvas
import CeleryWire
import TaskModel

/// The ends of chords: the body leaves in a step of its own, noted in the server until it has, so that another takes it up
/// when this process dies in between.
extension RedisBackend {
  /// Sends the bodies of chords whose sending is ours, and what follows from that. What cannot be done now stays noted for
  /// `restoreAbandoned`.
  func finish(_ chords: [ChangeAnswer.CompletedChord]) async {
    var pending = chords
    while let chord = pending.popLast() {
      guard let more = try? await finish(chord) else { continue }
      pending += more
    }
  }

  private func finish(
    _ chord: ChangeAnswer.CompletedChord
  ) async throws(BackendError) -> [ChangeAnswer.CompletedChord] {
    guard let part = ChordPart(note: chord.note) else { return [] }
    let followUps = ChordCompletion.followUps(part, members: try await members(of: chord.group))
    let server = resultCommands ?? commands
    if resultCommands != nil, !followUps.messages.isEmpty {
      try await publish(FollowUps(messages: followUps.messages), to: "send a chord's body")
    }
    var call = newCall(scope: resultCommands == nil ? .all : .results)
    call.finishChord(chord.group, token: chord.token)
    call.append(followUps)
    let answer = try await apply(call, on: server, to: "send a chord's body")
    if !followUps.messages.isEmpty { wakers.ring() }
    return answer.completed
  }

  /// In the order of their places, equal ones by the bytes of their ids.
  private func members(of group: String) async throws(BackendError) -> [ChordCompletion.Member] {
    let reply = try await run(scripts.chord, [group], on: resultCommands ?? commands, to: "read a chord's results")
    guard let parts = reply.elements, parts.count == 2, let rows = parts[0].elements else {
      throw unexpected(reply, "read a chord's results")
    }
    if let saved = parts[1].bytes, !saved.isEmpty, let joined = try await members(ofSaved: saved) { return joined }
    var members: [(score: Double, member: ChordCompletion.Member)] = []
    for index in stride(from: 0, to: rows.count - 1, by: 2) {
      guard let bytes = rows[index].bytes else { continue }
      let score = rows[index + 1].text.flatMap { Double($0) } ?? 0
      members.append((score, Self.member(bytes)))
    }
    let ordered = members.enumerated().sorted { left, right in
      if left.element.score != right.element.score { return left.element.score < right.element.score }
      let (leftID, rightID) = (left.element.member.taskID.rawValue.utf8, right.element.member.taskID.rawValue.utf8)
      // A chord without order keeps that of its members' ends.
      if rows.count > 1, rows[1].bytes?.isEmpty == true { return left.offset < right.offset }
      return leftID.lexicographicallyPrecedes(rightID)
    }
    return ordered.map(\.element.member)
  }

  /// What cannot be read fails the chord, and says so.
  private static func member(_ bytes: [UInt8]) -> ChordCompletion.Member {
    do {
      let member = try CeleryChord.decodeMember(bytes)
      return ChordCompletion.Member(
        taskID: member.taskID, state: member.state, value: member.value, failure: member.failure)
    } catch {
      return ChordCompletion.Member(
        taskID: "unknown", state: .failure, value: .null,
        failure: TaskFailure(type: "ChordError", message: error.description))
    }
  }

  /// A header with a group in it was saved by its client as a tree of results; their values are joined in its form.
  private func members(ofSaved bytes: [UInt8]) async throws(BackendError) -> [ChordCompletion.Member]? {
    guard let tree = try? JSONParser.parse(bytes)["result"]?.arrayValue, tree.count == 2,
      let children = tree[1].arrayValue
    else { return nil }
    let saved = children.map(SavedResult.init)
    let ids = saved.flatMap(\.tasks)
    let reply = try await run(
      scripts.results, ids.map(\.rawValue), on: resultCommands ?? commands, to: "read a chord's results")
    var results: [TaskID: TaskResult] = [:]
    for (id, record) in zip(ids, reply.elements ?? []) {
      results[id] = record.bytes.flatMap { try? CeleryResult.decode($0) }
    }
    return saved.map { $0.member(results) }
  }

  /// Takes up chords whose body has not left, because whoever counted the last part is gone.
  func adoptChords() async throws(BackendError) {
    let token = "\(lane).adopted.\(nextCall())"
    let reply = try await run(scripts.adoption, [token], on: resultCommands ?? commands, to: "take up chords")
    let rows = reply.elements ?? []
    var adopted: [ChangeAnswer.CompletedChord] = []
    for index in stride(from: 0, to: rows.count - 2, by: 3) {
      guard let group = rows[index].text, let token = rows[index + 1].text, let note = rows[index + 2].bytes else {
        continue
      }
      adopted.append(ChangeAnswer.CompletedChord(group: group, token: token, note: note))
    }
    await finish(adopted)
  }
}
