import TaskModel
import Testing

@testable import SQLiteBackend

@Suite struct StoredFormTests {
  @Test func aUUIDIsSixteenBytesAndKeepsItsOrder() {
    #expect(TaskKey("00112233-4455-6677-8899-aabbccddeeff") == .uuid(0x0011_2233_4455_6677, 0x8899_AABB_CCDD_EEFF))
  }

  @Test(arguments: [
    "", "x", "00112233-4455-6677-8899-AABBCCDDEEFF", "00112233445566778899aabbccddeeff",
    "00112233-4455-6677-8899-aabbccddeefg", "00112233-4455-6677-8899-aabbccddeef",
    "0011223-34455-6677-8899-aabbccddeeff",
    "000000000000000000000000000000000000", "------------------------------------", "日本",
  ])
  func anyOtherTextStaysAsItIs(_ text: String) {
    #expect(TaskKey(TaskID(text)) == .text(text))
  }

  @Test(arguments: 0..<100)
  func idsOfOursAreUUIDs(_ seed: UInt64) {
    var random = SeededGenerator(seed)
    let id = TaskID.make(at: Timestamp(seconds: 1_800_000_000), using: &random)
    if case .text = TaskKey(id) { Issue.record("\(id) is kept as text") }
  }

  @Test(arguments: ["", ".", "1", "1.", ".1", "1.2.3", "a.b", "1.99999999999999999999", " 1.2", "1 .2", "١.٢"])
  func aReceiptThatIsNotOursIsNoReference(_ text: String) {
    #expect(ClaimReference(Receipt(text)) == nil)
  }

  @Test func aReceiptOfOursComesBack() {
    let reference = ClaimReference(message: .max, token: 42)
    #expect(ClaimReference(reference.receipt) == reference)
  }

  @Test func aResultWithEveryFieldComesBack() throws {
    let result = TaskResult(
      id: "id", state: "PROGRESS", value: ["done": 3, "of": [1, 2.5, nil]],
      failure: TaskFailure(type: "E", message: "m", details: "d", module: "shop.errors", arguments: ["m", 3]),
      task: "t", queue: "q", worker: "w", retries: 2,
      startedAt: .epoch, doneAt: .distantFuture, expires: .distantPast, groupID: "g", parentID: "p",
      children: [[["c", nil], nil]], arguments: TaskArguments([1], keywords: ["k": nil]))
    #expect(try StoredResult.read(StoredResult(result).record) == result)
  }

  private func part(_ seed: UInt64) -> ChordPart {
    var random = SeededGenerator(seed)
    func maybe<Value>(_ value: Value) -> Value? { Bool.random(using: &random) ? value : nil }
    let failure = TaskFailure(type: "E", message: "m", details: maybe("d"), module: maybe("x"), arguments: maybe([1]))
    return ChordPart(
      groupID: "gruppe", taskID: TaskID("aufgabe \(seed)"), index: maybe(Int.random(in: -5...5, using: &random)),
      state: .failure, value: maybe(["k": [1, nil]]) ?? .null, failure: maybe(failure), body: ["task": "t", "n": nil],
      queue: "langsam", rootID: maybe("wurzel"), doneAt: .distantPast, expires: maybe(.distantFuture))
  }

  @Test(arguments: 0..<50)
  func aPartOfAChordComesBack(_ seed: UInt64) throws {
    let stored = StoredChordPart(part(seed))
    #expect(try StoredChordPart.read([stored.member], of: stored.chord) == [part(seed)])
  }

  @Test(arguments: [
    "", "{", "[]", "7", "{}", #"{"id":"a"}"#, #"{"id":"a","state":"S"}"#, #"{"id":1,"state":"S","done":1}"#,
  ])
  func bytesThatAreNoPartAreAnError(_ text: String) {
    let stored = StoredChordPart(part(1))
    #expect(throws: JSONError.self) { try StoredChordPart.read([Array(text.utf8)], of: stored.chord) }
    #expect(throws: JSONError.self) { try StoredChordPart.read([stored.member], of: Array(text.utf8)) }
  }

  @Test(arguments: [
    "", "{", "[]", "7", "{}", #"{"id":"a"}"#, #"{"id":"a","state":"S"}"#, #"{"id":1,"state":"S","done":1}"#,
  ])
  func bytesThatAreNoResultAreAnError(_ text: String) {
    #expect(throws: JSONError.self) { try StoredResult.read(Array(text.utf8)) }
  }

  @Test(arguments: [
    "", "{", "[]", "7", "{}", #"{"id":"a"}"#, #"{"id":"a","task":3}"#, #"{"id":"a","task":"t","eta":"x"}"#, "\u{0}",
  ])
  func bytesThatAreNoMessageAreAFailure(_ text: String) {
    #expect(throws: JSONError.self) { try StoredMessage.read(Array(text.utf8)).get() }
  }
}
