import TaskModel
import Testing

@testable import RedisBackend

struct HeldTagTests {
  @Test(arguments: ["celery@web1#0192", "celery@a.b.c#1.2", "n#", "ümläut@x#7", "a#b#c"])
  func aTagTellsWhoHoldsIt(_ node: String) throws {
    let text = HeldTag.text(prefix: HeldTag.prefix(node: node, call: 18), index: 7, step: 9)
    let tag = try #require(HeldTag(text))
    #expect(tag.node == node)
    #expect((tag.call, tag.index, tag.step) == (18, 7, 9))
  }

  @Test(arguments: [
    "", "a", "6639d0c8-861f-424e-9e91-82a6a078ecc7", "n.1.2.3", "n#1.2.3", "n#1..2.3", "n#1.-1.2.3", "n#1.1.2.x",
    "n#1.99999999999999999999.0.0", "n#1.1.18446744073709551615.0",
  ])
  func whatIsNoneOfOurs(_ text: String) { #expect(HeldTag(text) == nil) }

  @Test func aPatternFitsNamesWithSignsOfItsOwn() {
    #expect(HeldTag.pattern(ofNode: "a*[b]?\\#1") == "a\\*\\[b\\]\\?\\\\#1.*")
  }

  @Test func tagsAreOrderedByCallThenIndex() throws {
    let texts = ["n#1.2.0.0", "n#1.10.0.0", "n#1.2.10.9", "n#1.2.9.0"]
    #expect(try texts.map { try #require(HeldTag($0)) }.sorted().map(\.index) == [0, 9, 10, 0])
  }
}
