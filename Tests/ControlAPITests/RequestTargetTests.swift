import Testing

@testable import ControlAPI

@Suite struct RequestTargetTests {
  @Test(
    "A target is taken apart",
    arguments: [
      ("/", [], ""), ("", [], ""), ("/health", ["health"], ""), ("//v1///tasks/", ["v1", "tasks"], ""),
      ("/v1/tasks/a%2Fb%20c", ["v1", "tasks", "a/b c"], ""), ("/a?x=1&y&z==&&x=%26", ["a"], "x=1,y=,z==,x=&"),
      ("/a?zone=Etc/GMT+3#part", ["a"], "zone=Etc/GMT+3"), ("http://host:80/v1/tasks?a=b", ["v1", "tasks"], "a=b"),
      ("http://host", [], ""), ("*", ["*"], ""), ("/a?b?c", ["a"], "b?c="),
    ])
  func targets(_ text: String, _ segments: [String], _ query: String) throws {
    let target = try #require(RequestTarget(text))
    #expect(target.segments == segments)
    #expect(target.query.map { "\($0.name)=\($0.value)" }.joined(separator: ",") == query)
  }

  @Test("Percent signs that encode nothing are refused", arguments: ["/%", "/%4", "/%zz", "/%ff", "/a?%", "/a?b=%c3"])
  func badTargets(_ text: String) { #expect(RequestTarget(text) == nil) }

  @Test("What the client encodes is what the server reads", arguments: 0..<50) func roundTrip(seed: UInt64) throws {
    var random = SeededGenerator(seed: seed)
    let scalars = (0..<20).compactMap { _ in Unicode.Scalar(UInt32.random(in: 1...0x2FFF, using: &random)) }
    let text = String(String.UnicodeScalarView(scalars))
    let target = try #require(RequestTarget("/v1/\(text.percentEncoded)?\(text.percentEncoded)=\(text.percentEncoded)"))
    #expect(target.segments.last == text)
    #expect(target.query.map(\.name) == [text] && target.query.map(\.value) == [text])
  }

  @Test("Any text is read or refused", arguments: 0..<50) func anyText(seed: UInt64) {
    var random = SeededGenerator(seed: seed)
    let alphabet = Array("/?&=%#0aF+.:é")
    let text = String((0..<40).compactMap { _ in alphabet.randomElement(using: &random) })
    if let target = RequestTarget(text) { #expect(!target.segments.contains("")) }
  }
}
