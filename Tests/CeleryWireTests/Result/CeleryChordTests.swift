import CeleryWire
import TaskModel
import Testing

struct CeleryChordTests {
  private func part(_ state: TaskState, _ value: JSONValue = .null, _ failure: TaskFailure? = nil) -> ChordPart {
    ChordPart(
      groupID: "g", taskID: "bccbaff9", index: 0, state: state, value: value, failure: failure, body: [:],
      queue: "celery", rootID: nil, doneAt: .epoch, expires: nil)
  }

  @Test func aMemberIsWrittenAsPythonWritesIt() throws {
    let member = CeleryChord.encodeMember(part(.success, [2, ["a": "ü"], nil]))
    #expect(String(decoding: member, as: UTF8.self) == #"[1, "bccbaff9", "SUCCESS", [2, {"a": "\u00fc"}, null]]"#)
    let failed = CeleryChord.encodeMember(part(.failure, .null, TaskFailure(type: "ValueError", message: "no")))
    #expect(
      String(decoding: failed, as: UTF8.self)
        == #"[1, "bccbaff9", "FAILURE", {"exc_type": "ValueError", "exc_message": ["no"], "exc_module": "builtins"}]"#)
  }

  @Test func aMemberIsReadAsItWasWritten() throws {
    let good = try CeleryChord.decodeMember(CeleryChord.encodeMember(part(.success, [2, nil])))
    #expect(good == CeleryChordMember(taskID: "bccbaff9", state: .success, value: [2, nil], failure: nil))
    let failure = TaskFailure(type: "Shop.Refused", message: "no")
    let bad = try CeleryChord.decodeMember(CeleryChord.encodeMember(part(.failure, .null, failure)))
    #expect(bad == CeleryChordMember(taskID: "bccbaff9", state: .failure, value: .null, failure: failure))
    let revoked = try CeleryChord.decodeMember(CeleryChord.encodeMember(part(.revoked)))
    #expect(revoked == CeleryChordMember(taskID: "bccbaff9", state: .revoked, value: .null, failure: nil))
  }

  @Test(arguments: ["", "5", "[]", "[1, 2, 3, 4]", #"[1, "a", "SUCCESS"]"#, #"[1, "a", "FAILURE", 5]"#])
  func whatIsNoMemberIsRefused(text: String) {
    #expect(throws: UnreadableReason.self) { try CeleryChord.decodeMember(Array(text.utf8)) }
  }
}
