import Testing

@testable import TasksDaemon

@Suite struct NodeNameTests {
  @Test(arguments: [
    ("celery@%h", "celery@web1.example.org"), ("%n", "web1@web1.example.org"), ("a@%n", "a@web1"),
    ("a@%d", "a@example.org"),
    ("plain", "plain@web1.example.org"), ("%x@y", "%x@y"),
  ])
  func celerysPlaceholders(_ text: String, _ expected: String) {
    #expect(NodeName.expand(text, host: "web1.example.org") == expected)
  }

  @Test func aHostWithoutADomain() { #expect(NodeName.expand("a@%d", host: "web1") == "a@") }
}
