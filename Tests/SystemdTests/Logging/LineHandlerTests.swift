import Glibc
import Logging
@testable import Systemd
import TaskModel
import Testing

@Suite struct LineHandlerTests {
  private func terminal(_ event: LogEvent, colored: Bool = false) -> String {
    var pipe = TestPipe()
    var handler = TerminalLogHandler(
      output: LineOutput(pipe.writing), clock: StoppedClock(), colored: colored, isDated: false)
    handler[metadataKey: "task_id"] = "7"
    handler.log(event: event)
    return pipe.text()
  }

  private func json(_ event: LogEvent) throws -> JSONObject {
    var pipe = TestPipe()
    let handler = JSONLinesLogHandler(label: "worker", output: LineOutput(pipe.writing), clock: StoppedClock())
    handler.log(event: event)
    let text = pipe.text()
    #expect(text.hasSuffix("}\n") && text.dropLast().firstIndex(of: "\n") == nil)
    return try #require(try JSONParser.parse(text).objectValue)
  }

  static let lines: [(String, Logger.Metadata, String)] = [
    ("hello", [:], "INFO  hello  task_id=7\n"),
    ("a\nb", [:], "INFO  a\n                   b  task_id=7\n"),
    ("\u{1B}[31mred\u{7}", [:], "INFO  \\x1b[31mred\\x07  task_id=7\n"),
    ("m", ["q": "a b", "z": "", "e": "x\"y\nz"], "INFO  m  e=\"x\\\"y\\x0az\" q=\"a b\" task_id=7 z=\"\"\n"),
    ("m", ["task_id": "8", "n": "\(3)"], "INFO  m  n=3 task_id=8\n"),
  ]

  @Test(arguments: lines) func linesAreForPeople(message: String, metadata: Logger.Metadata, line: String) {
    let text = terminal(Events.make(message, metadata: metadata))
    #expect(String(text.dropFirst(13)) == line)
  }

  @Test func theTimeIsShortAndLevelsAligned() {
    for level in Logger.Level.allCases {
      let bytes = Array(terminal(Events.make("m", level: level)).utf8)
      #expect(bytes[8..<13].elementsEqual(".089 ".utf8))
      #expect(bytes[18...].starts(with: " m".utf8))
    }
  }

  @Test func aFileHasTheDateAndTheOffsetAndLinesGoOnUnderTheMessage() throws {
    var pipe = TestPipe()
    TerminalLogHandler(output: LineOutput(pipe.writing), clock: StoppedClock()).log(event: Events.make("a\nb"))
    let lines = pipe.text().split(separator: "\n").map(String.init)
    let words = try #require(lines.first).split(separator: " ").map(String.init)
    #expect(Timestamp(iso8601: words[0]) == Timestamp(iso8601: "2031-03-04T05:06:07.089Z"))
    #expect(words[1...] == ["INFO", "a"])
    #expect(lines.last == String(repeating: " ", count: (lines.first ?? "").count - 1) + "b")
  }

  @Test func colourIsOnlyThereWhenAskedFor() {
    #expect(terminal(Events.make("m", level: .error), colored: true).contains("\u{1B}[31mERROR\u{1B}[0m"))
    #expect(!terminal(Events.make("m", level: .error)).contains("\u{1B}"))
  }

  @Test func aPipeIsNoTerminal() {
    var pipe = TestPipe()
    TerminalLogHandler(output: LineOutput(pipe.writing), clock: StoppedClock()).log(event: Events.make("m"))
    #expect(!pipe.text().contains("\u{1B}"))
  }

  @Test func aJSONLineHasTimeLevelMessageAndMetadata() throws {
    struct Broken: Error {}
    let metadata: Logger.Metadata = [
      "task_id": "7", "level": "mine", "n": .stringConvertible(3), "list": ["a", ["b": "c"]],
      "flag": .stringConvertible(true),
    ]
    #expect(
      try json(Events.make("a\n\"b\" \u{1B}", level: .warning, metadata: metadata, error: Broken())) == [
        "time": "2031-03-04T05:06:07.089000+00:00", "level": "warning", "message": "a\n\"b\" \u{1B}",
        "logger": "worker",
        "task_id": "7", "level_": "mine", "n": 3, "list": ["a", ["b": "c"]], "flag": true, "error": "Broken()",
      ])
  }

  @Test func linesOfManyThreadsStayWhole() async {
    var pipe = TestPipe()
    let output = LineOutput(pipe.writing)
    let reader = PipeReader(200 * 9001, from: pipe.reading)
    await withTaskGroup(of: Void.self) { group in
      for number in 0..<4 {
        group.addTask {
          let line = Array(String(repeating: String(number), count: 9000).utf8) + [0x0A]
          for _ in 0..<50 { output.write(line) }
        }
      }
    }
    let lines = await String(decoding: reader.bytes, as: UTF8.self).split(separator: "\n")
    #expect(lines.count == 200)
    #expect(lines.allSatisfy { $0.utf8.count == 9000 && Set($0).count == 1 })
    pipe.closeWriting()
  }

  @Test func aReaderThatLeftIsSurvived() {
    var ends: [CInt] = [-1, -1]
    pipe(&ends)
    let output = LineOutput(ends[1])
    close(ends[0])
    output.write([0x61, 0x0A])
    output.write([0x61, 0x0A])
    close(ends[1])
  }

  /// A full pipe that does not block: the writer waits for the reader instead of failing.
  @Test func aSlowReaderIsWaitedFor() async {
    var pipe = TestPipe()
    _ = fcntl(pipe.writing, F_SETFL, O_NONBLOCK)
    let line = [UInt8](repeating: 0x61, count: 100_000) + [0x0A]
    let reader = PipeReader(line.count, from: pipe.reading)
    LineOutput(pipe.writing).write(line)
    #expect(await reader.bytes == line)
    pipe.closeWriting()
  }
}
