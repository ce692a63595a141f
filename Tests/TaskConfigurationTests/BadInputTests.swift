import TaskConfiguration
import Testing

/// Every kind of mistake, with the exact lines that name it.
struct BadInputTests {
  @Test(arguments: Mistakes.all)
  func aMistakeIsNamedWithItsPlaceAndWhatWouldBeRight(_ mistake: Mistake) {
    #expect(problems(mistake.text) == mistake.expected)
  }

  @Test func everyProblemIsReportedAtOnceInOrderOfTheLines() {
    let found = problems(
      """
      [tasksd]
      BROKR_URL = redis://localhost
      worker_concurrency = four
      task_always_eager = maybe
      [celerybeat:a]
      task = bakcup
      type = sundial
      schedule = {"hours": 0}
      [task:b]
      """)
    #expect(found.map { $0.prefix(8) } == ["x.ini:2:", "x.ini:3:", "x.ini:4:", "x.ini:6:", "x.ini:7:", "x.ini:9:"])
  }

  @Test func aMissingFileIsOneLineWithItsPath() {
    let reading = ConfigurationReader(input(MemoryFiles())).read("nope.ini")
    #expect(
      reading.problems.map(\.description) == [
        "nope.ini: the file does not exist; give the configuration file with --config FILE"
      ])
  }

  @Test func aFileThatCannotBeReadSaysWhy() {
    var files = MemoryFiles(texts: ["/site/sub/x.ini": ""])
    files.unreadable = ["/site/secret.ini"]
    let reader = ConfigurationReader(input(files))
    #expect(reader.read("secret.ini").problems.map(\.message) == ["no permission to read the file"])
    #expect(reader.read("sub").problems.map(\.message) == ["this is a directory, not a file"])
  }

  @Test(
    arguments: [
      ([0xFF, 0xFE, 0x5B, 0x00], "x.ini:1: the file is UTF-16; save it as UTF-8"),
      (Array("[tasksd]\nhostname = ".utf8) + [0xC3], "x.ini:2: these bytes are not UTF-8 text; save the file as UTF-8"),
      (
        Array("[tasksd]\r\n\0".utf8), "x.ini:2: a control character (byte 0) stands in the text; remove it"
      ),
    ] as [([UInt8], String)])
  func bytesThatAreNoTextAreNamed(_ bytes: [UInt8], _ expected: String) {
    let reading = ConfigurationReader(input(MemoryFiles(bytes: ["/site/x.ini": bytes]))).read("x.ini")
    #expect(reading.problems.map(\.description) == [expected])
  }

  @Test func aFileThatIsNoINIAtAllIsNotListedLineByLine() {
    let found = problems("[tasksd]\n" + String(repeating: "what\n", count: 5000))
    #expect(found.count == 101)
    #expect(found.last?.hasSuffix("is this an INI file?") == true)
  }

  @Test func noErrorRepeatsAPassword() {
    let urls = [
      "redis://u:hunter2@h:port/3", "hunter2://x", "redis://:hunter2%@h", "redis://:hunter2@h/three",
      "amqp://:hunter2@h",
      "redis://:hunter2@[::1/3", "redis://u:hunter2@h?x=%", "sqlite://hunter2@x",
    ]
    for url in urls.dropFirst(2) + urls.prefix(1) {
      #expect(!problems("[tasksd]\nbroker_url = \(url)").joined().contains("hunter2"), "\(url)")
    }
  }
}
