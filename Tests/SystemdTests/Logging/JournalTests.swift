import Glibc
import Logging
@testable import Systemd
import Testing

@Suite struct JournalTests {
  private func fields(_ event: LogEvent, _ metadata: Logger.Metadata = [:]) -> [String] {
    let sorted = metadata.sorted { $0.key < $1.key }.map { (key: $0.key, value: $0.value) }
    return JournalRecord(event, metadata: sorted, label: "worker", identifier: "tasksd").fields
      .map { String(decoding: $0, as: UTF8.self) }
  }

  @Test func aRecordHasItsFields() {
    let event = Events.make("two\nlines", level: .warning)
    #expect(
      fields(event, ["task_id": "7", "DurationMs": "\(12)", "list": ["a", "b"]]) == [
        "MESSAGE=two\nlines", "PRIORITY=4", "SYSLOG_IDENTIFIER=tasksd", "CODE_FILE=Tests/File.swift", "CODE_LINE=42",
        "CODE_FUNC=f()", "LOGGER=worker", "DURATIONMS=12", "LIST=[\"a\", \"b\"]", "TASK_ID=7",
      ])
  }

  @Test(arguments: [
    ("task_id", "TASK_ID"), ("http.status", "HTTP_STATUS"), ("é", "METADATA__"), ("", "METADATA_"),
    ("_trusted", "METADATA__TRUSTED"), ("9lives", "METADATA_9LIVES"), ("message", "METADATA_MESSAGE"),
    ("Priority", "METADATA_PRIORITY"), ("a=b\nc", "A_B_C"),
  ])
  func namesAreWhatJournaldTakes(key: String, name: String) { #expect(JournalRecord.name(key) == name) }

  @Test func namesAndValuesAndFieldsHaveLimits() {
    #expect(JournalRecord.name(String(repeating: "a", count: 100)) == String(repeating: "A", count: 64))
    let long = fields(Events.make(String(repeating: "€", count: 30_000)))[0]
    #expect(long.utf8.count < JournalRecord.longestValue + 100)
    #expect(long.hasSuffix("€… (90000 bytes)"))
    let many = Dictionary(uniqueKeysWithValues: (0..<500).map { ("k\($0)", Logger.MetadataValue.string("v")) })
    #expect(fields(Events.make("m"), many).count == JournalRecord.mostFields)
  }

  @Test func everyLevelHasItsPriority() {
    #expect(Logger.Level.allCases.map(JournalRecord.priority) == [7, 7, 6, 5, 4, 3, 2])
  }

  @Test func aStreamIsRecognizedByDeviceAndInode() {
    var pipe = TestPipe()
    var status = stat()
    fstat(pipe.writing, &status)
    let stream = "\(status.st_dev):\(status.st_ino)"
    #expect(JournalConnection.leadsToJournal(pipe.writing, environment: ["JOURNAL_STREAM": stream]))
    for other in ["\(status.st_dev):\(status.st_ino + 1)", "", ":", "1", "x:y", stream + ":1", "-1:-1"] {
      #expect(!JournalConnection.leadsToJournal(pipe.writing, environment: ["JOURNAL_STREAM": other]))
    }
    #expect(!JournalConnection.leadsToJournal(pipe.writing, environment: [:]))
    #expect(!JournalConnection.leadsToJournal(-1, environment: ["JOURNAL_STREAM": stream]))
    pipe.closeWriting()
  }

  /// Where no journal runs and root tests, the test is the journal for a moment.
  @Test(.enabled(if: geteuid() == 0 && access("/run/systemd/journal/socket", F_OK) != 0))
  func recordsArriveAtTheJournalsSocket() async {
    await #expect(processExitsWith: .success) {
      let isOurs = mkdir("/run/systemd/journal", 0o755) == 0
      let socket = try DatagramSocket(path: "/run/systemd/journal/socket")
      var handler = JournalLogHandler(label: "worker")
      handler[metadataKey: "task_id"] = "7"
      handler.log(event: Events.make("hello", level: .error, metadata: ["queue": "slow"]))
      #expect(
        socket.nextText.split(separator: "\n") == [
          "MESSAGE=hello", "PRIORITY=3", "SYSLOG_IDENTIFIER=tasksd", "CODE_FILE=Tests/File.swift", "CODE_LINE=42",
          "CODE_FUNC=f()", "LOGGER=worker", "QUEUE=slow", "TASK_ID=7",
        ])
      // A value with a line break travels with its length, as bytes.
      handler.log(event: Events.make("a\nb"))
      #expect(socket.next().starts(with: Array("MESSAGE\n".utf8) + [3, 0, 0, 0, 0, 0, 0, 0] + Array("a\nb\n".utf8)))
      _ = consume socket
      if isOurs { rmdir("/run/systemd/journal") }
    }
  }

  @Test func withoutAJournalRecordsVanish() {
    JournalLogHandler(label: "worker").log(event: Events.make("nobody hears this"))
  }
}
