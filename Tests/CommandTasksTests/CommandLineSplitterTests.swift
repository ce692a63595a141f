import CommandTasks
import Testing

@Suite struct CommandLineSplitterTests {
  @Test(arguments: [
    ("", []),
    ("  a\tb\nc  ", ["a", "b", "c"]),
    ("sh -c 'sleep 99 & sleep 99'", ["sh", "-c", "sleep 99 & sleep 99"]),
    (#"a "b \" \\ \$ \n" 'c "d'"#, ["a", #"b " \ $ \n"#, #"c "d"#]),
    (#"a\ b '' "" x'y'z"#, ["a b", "", "", "xyz"]),
    (#"echo '|' \> "&""#, ["echo", "|", ">", "&"]),
    ("backup --site {site}", ["backup", "--site", "{site}"]),
    ("ä€ 'ö ü'", ["ä€", "ö ü"]),
  ])
  func commandLinesAreSplit(line: String, words: [String]) throws {
    #expect(try CommandLineSplitter.split(line) == words)
  }

  @Test(arguments: [
    ("a 'b", "' is not closed"), ("a \"b", "\" is not closed"), ("a \"b\\", "\" is not closed"),
    ("a \\", "ends in a backslash"), ("a | b", "'|' means nothing here"), ("a > b", "'>' means nothing"),
    ("a && b", "no shell"), ("a 2>&1", "no shell"),
  ])
  func badCommandLinesAreRefused(line: String, message: String) {
    let problem = #expect(throws: CommandProblem.self) { try CommandLineSplitter.split(line) }
    #expect(problem?.description.contains(message) == true)
  }

  @Test func quotedWordsComeBackAsTheyWere() throws {
    var generator = SeededGenerator(seed: 9)
    for _ in 0..<500 {
      let words = (0..<generator.number(4)).map { _ in generator.text(maximum: 12) }
      let line = words.map { "'" + $0.replacing("'", with: #"'\''"#) + "'" }.joined(separator: " ")
      #expect(try CommandLineSplitter.split(line) == words)
    }
  }
}
