import TaskModel
import Testing

@testable import RedisBackend

/// What stands in our keys may have been written by anybody: it is passed over, never trusted.
struct BadRecordsTests {
  private static let texts = [
    "", "\n", "{}", "{}\n", "[]\n{}", "null\nx", "{\"number\": 1}\nx",
    "{\"number\": \"x\", \"queue\": \"q\", \"at\": \"1\"}\nx",
    "{\"number\": \"1\", \"queue\": 7, \"at\": \"1\"}\nx", "{\"number\": \"1\", \"queue\": \"q\"}\nx",
    "{\"number\": \"1\"",
    "{\"group\": \"g\"}", "{\"group\": \"g\", \"task\": \"t\", \"queue\": \"q\", \"body\": [], \"done\": 1}",
    "{\"group\": \"g\", \"task\": \"t\", \"queue\": \"q\", \"body\": {}, \"done\": \"1\"}",
  ]

  @Test(arguments: texts)
  func noDeadLetter(_ text: String) { #expect(DeadLetter(record: Array(text.utf8)) == nil) }

  @Test func aDeadLetterWithAnUnknownReasonIsShownAllTheSame() throws {
    let record = "{\"number\": \"7\", \"reason\": \"from a newer version\", \"queue\": \"q\", \"at\": \"5\"}\nbytes"
    let letter = try #require(DeadLetter(record: Array(record.utf8)))
    #expect(letter.number == 7)
    #expect(letter.bytes == Array("bytes".utf8))
    #expect(letter.message == nil)
  }

  @Test(arguments: texts)
  func noNoteOfAChord(_ text: String) { #expect(ChordPart(note: Array(text.utf8)) == nil) }

  @Test func aNoteOfAChordIsReadAsItWasWritten() throws {
    let part = ChordPart(
      groupID: "gruppe", taskID: "ä", index: nil, state: .success,
      body: ["task": "x", "big": .bigInteger("98765432109876543210")],
      queue: "q", rootID: "r", doneAt: Timestamp(microseconds: 5), expires: Timestamp(microseconds: 7))
    #expect(ChordPart(note: part.note) == part)
  }

  @Test(arguments: ["", "[]", "x", "null"])
  func noMemoryOfAnEntry(_ text: String) { #expect(EntryMemory(entry: "e", record: Array(text.utf8)) == nil) }

  @Test(arguments: ["", "1", "1 0", "x0{}", "1 0 {}"])
  func noDeferredMessage(_ text: String) {
    #expect(RedisBackend.message(deferred: Array(text.utf8), .standard) == nil)
  }

  @Test(
    arguments: [
      .null, .integer(1), .array([]), .array([.array([]), .array([])]), .array([.null, .array([]), .array([])]),
      .array([.array([]), .array([.null, .null, .null]), .array([])]),
      .array([.array([]), .array([]), .array([.bulk([1]), .null, .null])]),
    ] as [RedisReply])
  func noAnswerOfOurScript(_ reply: RedisReply) { #expect(ChangeAnswer(reply) == nil) }

  @Test(arguments: [
    JSONValue.null, [], [[]], [1, 2, 3], ["x"], [[["deep"]], nil], [["id", nil], [[], 1]], [[nil], "x"],
  ])
  func aSavedTreeOfAnyFormIsSurvived(_ tree: JSONValue) {
    _ = SavedResult(tree).member([:])
    _ = SavedResult(tree).tasks
  }

  @Test(arguments: [
    (Double.nan, Timestamp.distantFuture), (.infinity, .distantFuture), (-.infinity, .distantPast),
    (9.3e18, .distantFuture), (-9.3e18, .distantPast), (1.5e15, Timestamp(microseconds: 1_500_000_000_000_000)),
  ])
  func aScoreIsAMoment(_ score: Double, _ moment: Timestamp) { #expect(Timestamp(score: score) == moment) }
}
