import CommandTasks
import TaskModel
import Testing

/// Braces, quotes and what senders put into arguments.
@Suite struct CommandTemplateTests {
  struct Filling: Sendable {
    var words: [String]
    var positional: [JSONValue] = []
    var keywords: JSONObject = [:]
    var argv: [String]
  }

  static let fillings: [Filling] = [
    Filling(words: ["p", "a b", ""], argv: ["p", "a b", ""]),
    Filling(words: ["p", "{a}"], keywords: ["a": "x  y"], argv: ["p", "x  y"]),
    Filling(words: ["p", "{0}{1}"], positional: ["x", 2], argv: ["p", "x2"]),
    Filling(
      words: ["p", "--n={n}", "{b}", "{d}"], keywords: ["n": -3, "b": true, "d": 1.5],
      argv: ["p", "--n=-3", "true", "1.5"]),
    Filling(
      words: ["p", "{a}", "{o}"], keywords: ["a": [1, "é", nil], "o": ["k": [:]]],
      argv: ["p", "[1,\"é\",null]", "{\"k\":{}}"]),
    Filling(words: ["p", "{{{a}}}", "{{}}"], keywords: ["a": ""], argv: ["p", "{}", "{}"]),
    Filling(words: ["p", "{a?}", "{b?}", "{0?}", "z"], keywords: ["a": nil, "b": "x"], argv: ["p", "x", "z"]),
    Filling(words: ["p", "{a-b.c_1}"], keywords: ["a-b.c_1": "v", "surplus": 1], argv: ["p", "v"]),
    Filling(words: ["p", "{ö}"], positional: ["surplus"], keywords: ["ö": "-rf"], argv: ["p", "-rf"]),
    Filling(
      words: ["p", "{big}"], keywords: ["big": .bigInteger("123456789012345678901234567890")],
      argv: ["p", "123456789012345678901234567890"]),
    Filling(
      words: ["sh", "-c", "echo $1 ${{X}}", "sh", "{a}"], keywords: ["a": "$(x)"],
      argv: ["sh", "-c", "echo $1 ${X}", "sh", "$(x)"]),
  ]

  @Test(arguments: fillings) func wordsAreFilled(_ row: Filling) throws {
    let arguments = TaskArguments(row.positional, keywords: row.keywords)
    #expect(try CommandTemplate(words: row.words).filled(with: arguments) == row.argv)
  }

  @Test(arguments: [
    ([], "the command is empty"),
    ([""], "the program's name is empty"),
    (["{a}"], "cannot be an argument"),
    (["/bin/{0}"], "cannot be an argument"),
    (["p", "{"], "'{' is not closed"),
    (["p", "}"], "'}' without '{'"),
    (["p", "{}"], "'{}' names no argument"),
    (["p", "{?}"], "'{}' names no argument"),
    (["p", "{a b}"], "is not a placeholder"),
    (["p", "{\"json\": 1}"], "is not a placeholder"),
    (["p", "x{a?}"], "a word of its own"),
    (["p", "{99999999999999999999}"], "beyond 999"),
    (["p", "a\0b"], "NUL"),
    (["sh", "-c", "echo {a}"], "would run whatever it holds"),
    (["/bin/bash", "-ec", "--", "x{0}"], "would run whatever it holds"),
  ])
  func badWordsAreRefused(words: [String], message: String) {
    let problem = #expect(throws: CommandProblem.self) { try CommandTemplate(words: words) }
    #expect(problem?.description.contains(message) == true)
  }

  static let misfits: [(TaskArguments, String)] = [
    (TaskArguments(), "arguments 'a', '0' are missing"),
    (TaskArguments(["x"]), "argument 'a': is missing; the command needs it"),
    (
      TaskArguments(["x"], keywords: ["a": nil]),
      "argument 'a': is null; {a?} as a word of its own would be left out"
    ),
    (TaskArguments(["x"], keywords: ["a": "n\0l"]), "argument 'a': holds a NUL character, which no argument can"),
  ]

  @Test(arguments: misfits) func badArgumentsAreNamed(arguments: TaskArguments, message: String) throws {
    let template = try CommandTemplate(words: ["p", "{a}", "{0}", "{a}"])
    let error = #expect(throws: ArgumentError.self) { try template.filled(with: arguments) }
    #expect(error?.description == message)
  }

  static let marked: [(JSONValue, String)] = [
    (["__type__": "datetime", "__value__": "2031-03-04T05:06:07.089000+01:00"], "2031-03-04T05:06:07.089000+01:00"),
    (["__type__": "date", "__value__": "2031-03-04"], "2031-03-04"),
    (["__type__": "time", "__value__": "05:06:07"], "05:06:07"),
    (["__type__": "decimal", "__value__": "12.3400"], "12.3400"),
    (
      ["__type__": "uuid", "__value__": ["hex": "00000000000000000000000000000005"]],
      "00000000-0000-0000-0000-000000000005"
    ),
    (["__type__": "bytes", "__value__": "text"], "text"),
    (["__type__": "base64", "__value__": "/wAB"], "/wAB"),
    (["__type__": "nope", "__value__": "x"], #"{"__type__":"nope","__value__":"x"}"#),
    (["__type__": "date", "__value__": 5], #"{"__type__":"date","__value__":5}"#),
    (["__type__": "date"], #"{"__type__":"date"}"#),
  ]

  @Test(arguments: marked) func whatPythonMarksIsPutInAsItsText(value: JSONValue, text: String) throws {
    let template = try CommandTemplate(words: ["p", "--at={a}"])
    #expect(try template.filled(with: TaskArguments(keywords: ["a": value])) == ["p", "--at=\(text)"])
  }

  @Test func markedBytesWithANULCharacterAreRefused() throws {
    let template = try CommandTemplate(words: ["p", "{a}"])
    let bytes: JSONValue = ["__type__": "bytes", "__value__": "n\0l"]
    #expect(throws: ArgumentError.self) { try template.filled(with: TaskArguments(keywords: ["a": bytes])) }
  }

  @Test func anArgumentTooLongForLinuxIsRefusedBefore() throws {
    let template = try CommandTemplate(words: ["p", "{a}"])
    let longest = String(repeating: "x", count: 131_071)
    #expect(try template.filled(with: TaskArguments(keywords: ["a": .string(longest)]))[1].utf8.count == 131_071)
    let error = #expect(throws: ArgumentError.self) {
      try template.filled(with: TaskArguments(keywords: ["a": .string(longest + "x")]))
    }
    #expect(error?.path == "a")
  }

  @Test func anyTextSurvivesAsOneWord() throws {
    var generator = SeededGenerator(seed: 7)
    let template = try CommandTemplate(words: ["p", "<{a}>", "{0}"])
    for _ in 0..<500 {
      let text = generator.text(maximum: 30)
      let argv = try template.filled(with: TaskArguments([.string(text)], keywords: ["a": .string(text)]))
      #expect(argv == ["p", "<\(text)>", text])
    }
  }

  @Test func anyTextCanBeATemplateOnceItsBracesAreDoubled() throws {
    var generator = SeededGenerator(seed: 8)
    for _ in 0..<500 {
      let text = generator.text(maximum: 30)
      let word = text.replacing("{", with: "{{").replacing("}", with: "}}")
      #expect(try CommandTemplate(words: ["p", word]).filled(with: TaskArguments()) == ["p", text])
      // Undoubled it is read or refused, never worse.
      _ = try? CommandTemplate(words: ["p", text])
    }
  }
}
