import TaskModel
import Testing

@testable import TaskConfiguration

/// `${credential:NAME}`: what systemd handed over with LoadCredential=.
struct CredentialTests {
  private let directory = "/run/credentials/tasksd.service"

  private func reading(_ text: String, _ credentials: [String: String] = [:]) -> ConfigurationReading {
    var files = MemoryFiles()
    for (name, text) in credentials { files.texts["\(directory)/\(name)"] = text }
    return TaskConfigurationTests.reading(text, files: files, environment: ["CREDENTIALS_DIRECTORY": directory])
  }

  @Test(arguments: ["p@ss/w%rd: ?#\\", "plain", "å", "100%40"])
  func aPasswordInAURLIsInTheFileAsItIs(_ password: String) {
    let result = reading(
      "[tasksd]\nbroker_url = redis://:${credential:redis}@h:1/2\nsentinel_password = ${credential:redis}\n",
      ["redis": password + "\n"])
    #expect(result.problems == [])
    guard case .redis(let address) = result.configuration.options.broker else {
      Issue.record("no Redis")
      return
    }
    #expect(address.password == password)
    #expect(result.configuration.options.redis.sentinelPassword == password)
    #expect(!ConfigurationReport(result.configuration).description.contains(password))
  }

  @Test(arguments: [
    ("${credential:a}", "x@y"), ("redis://${credential:a}", "redis://x@y"), ("u://h/${credential:a}@", "u://h/x@y@"),
    ("u://${credential:a}@h", "u://x%40y@h"), ("u://u:${credential:a}@h", "u://u:x%40y@h"),
    ("a u://u:${credential:a}@h", "a u://u:x%40y@h"), ("u://u ${credential:a}@h", "u://u x@y@h"),
    ("u://${credential:a}/@h", "u://x@y/@h"), ("$${credential:a}", "${credential:a}"), ("${credential:-b}", "b"),
    ("%(k)s", "x@y"),
  ])
  func onlyBeforeTheHostOfAURLItIsEncoded(_ text: String, _ expected: String) {
    let result = reading("[DEFAULT]\nk = ${credential:a}\n[tasksd]\nhostname = \(text)", ["a": "x@y"])
    #expect(result.problems == [])
    #expect(result.configuration.options.hostname == expected)
  }

  @Test(arguments: [("a\n", "a"), ("a\r\n", "a"), ("a", "a"), ("a\n\n", "a"), ("\ra", "a")])
  func theLineEndOfTheFileIsCut(_ content: String, _ expected: String) {
    #expect(
      reading("[tasksd]\nhostname = ${credential:a}", ["a": content]).configuration.options.hostname == expected)
  }

  @Test func oneThatIsMissingIsNamed() {
    let text = "[tasksd]\nhostname = ${credential:a.b}"
    #expect(
      reading(text).problems.map(\.description) == [
        "x.ini:2: hostname: there is no credential 'a.b': /run/credentials/tasksd.service/a.b cannot be read as text; "
          + "hand it over with LoadCredential=a.b:PATH in the unit, and restart it"
      ])
    #expect(
      TaskConfigurationTests.reading(text).problems.map(\.description) == [
        "x.ini:2: hostname: there is no credential 'a.b': CREDENTIALS_DIRECTORY is not set; "
          + "hand it over with LoadCredential=a.b:PATH in the unit, and restart it"
      ])
  }

  @Test(arguments: ["", "../../etc/passwd", "..", ".", "a/b", "a b", "a:b", "ä", String(repeating: "n", count: 256)])
  func onlyNamesOfCredentialsAreLookedFor(_ name: String) {
    let problems = reading("[tasksd]\nhostname = ${credential:\(name)}", [name: "x"]).problems
    #expect(problems.count == 1)
    #expect(problems.first?.message.contains("is not the name of a credential") == true)
  }

  @Test func noProblemAndNoCommandShowsOne() {
    let result = reading(
      "[tasksd]\nlog_level = ${credential:a}\n[task:a]\ncommand = /bin/sh ${credential:a}\nresult = ${credential:a}",
      ["a": "hunter2", "b": "unused"])
    #expect(result.problems.count == 2)
    #expect(!result.problems.map(\.description).joined().contains("hunter2"))
    #expect(result.configuration.commands.map(\.words) == [["/bin/sh", "hunter2"]])
    #expect(!ConfigurationReport(result.configuration).description.contains("hunter2"))
    #expect(result.configuration.secrets == [:])
  }

  @Test func settingsThatEveryCommandSeesGetNone() {
    let result = reading("[app:main]\nkey = ${credential:a}", ["a": "hunter2"])
    #expect(result.configuration.settings["key"] == "${credential:a}")
  }
}
