import Testing

@testable import TaskConfiguration

struct INIParserTests {
  private func entries(_ text: String) -> [[String]] {
    let (document, problems) = INIParser.parse(Array(text.utf8), file: "x.ini", directory: "/site")
    #expect(problems.isEmpty)
    return document.sections.flatMap { section in section.entries.map { [section.name, $0.key, $0.value] } }
  }

  @Test(arguments: [
    ("[a]\nk = v", "v"), ("[a]\nk=v", "v"), ("[a]\nk: v", "v"), ("[a]\nk = v\n", "v"), ("[a]\r\nk = v\r\n", "v"),
    ("[a]\rk = v\r", "v"), ("\u{FEFF}[a]\nk = v", "v"), ("[a]\nk =", ""), ("[a]\n  k = v", "v"),
    ("[a]\nk = a = b : c", "a = b : c"), ("[ a ]\nk = v", "v"), ("[a]\nk = v ; no remark", "v ; no remark"),
    ("# remark\n; remark\n[a]\n# k = x\nk = v", "v"), ("[a]\nk =\n  v\n  w", "\nv\nw"), ("[a]\nk = v\n\tw", "v\nw"),
    ("[a]\nk = v\n\n  w\n\n", "v\n\nw"), ("[a]\nk = v\n  # remark\n  w", "v\nw"), ("[a]\nk = v\n  [w]", "v\n[w]"),
    ("[a]\nk = ÅÄÖ 漢字 🐢", "ÅÄÖ 漢字 🐢"), ("[a]\nk =\u{301}x", "\u{301}x"),
  ])
  func aValueIsReadAsPythonReadsIt(_ text: String, _ value: String) {
    #expect(entries(text) == [["a", "k", value]])
  }

  @Test func sectionNamesKeepColonsBlanksAndLetters() {
    #expect(entries("[celerybeat:å : ]\nk = v").first?.first == "celerybeat:å :")
  }

  @Test func keysAreTheSameInAnyCase() throws {
    let (document, _) = INIParser.parse(Array("[a]\nBroker_Url = v".utf8), file: "x.ini", directory: "/")
    #expect(document[section: "a"]?["BROKER_URL"]?.value == "v")
    #expect(document[section: "a"]?["broker_url"]?.key == "Broker_Url")
  }

  @Test func everyLineOfAValueKnowsItsPlace() throws {
    let (document, _) = INIParser.parse(
      Array("[a]\nk = v\n# remark\n\n  w".utf8), file: "x.ini", directory: "/")
    let entry = try #require(document[section: "a"]?["k"])
    #expect(entry.value == "v\n\nw")
    #expect((1...4).map { entry.location(ofValueLine: $0).line } == [2, 4, 5, 2])
  }
}
