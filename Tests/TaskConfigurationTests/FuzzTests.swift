import TaskConfiguration
import TaskModel
import Testing

/// Whatever the bytes: problems, never a trap.
struct FuzzTests {
  private struct Generator: RandomNumberGenerator {
    var state: UInt64
    mutating func next() -> UInt64 {
      state &+= 0x9E37_79B9_7F4A_7C15
      var z = state
      z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
      z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
      return z ^ (z >> 31)
    }
  }

  private static let pieces = [
    "[tasksd]", "[celery]", "[celerybeat:a]", "[task:b]", "[includes]", "[DEFAULT]", "[app:main]", "[", "]", "=", ":",
    "\n",
    "\n", "\n", "\r\n", " ", "  ", "%(", ")s", "%(here)s", "%(a)s", "%%", "%", "${", "}", "${A}", "${A:-", "a = %(b)s",
    "b = %(a)s", "broker_url", "redis://", "sentinel://", "sqlite:///", "@", "[::1", "/", ",", "?db=",
    "task_time_limit",
    "1h", "99999999999999999999", "-1", ".", "schedule = ", "type = crontab", "type = timedelta", "type = integer",
    "{\"hours\":", "{\"minute\": \"*/", "0 4 * * *", "\"", "}", "options = {", "command = /bin/sh", "env.",
    "limit_memory",
    "include_ini_files = x.ini", "resource://a/b", "å", "\u{301}", "🐢", "\u{FEFF}", "\0", "#", ";",
    "timezone = Europe/",
    "task = ", "max_message_size = 9999999999T", "worker_queues", "secrets_file = x.ini", "%(secrets.a)s",
    "control_socket_mode",
  ]

  private func read(_ bytes: [UInt8]) {
    let reading = ConfigurationReader(input(MemoryFiles(bytes: ["/site/x.ini": bytes]), environment: ["A": "x"]))
      .read("x.ini")
    let check = ConfigurationCheck(role: .daemon, tasks: ["backup": "Swift type"])
    for problem in check.problems(of: reading) { #expect(!problem.description.isEmpty) }
    #expect(!ConfigurationReport(reading.configuration).description.isEmpty)
  }

  @Test(arguments: 0..<8) func randomBytesNeverTrap(_ seed: UInt64) {
    var generator = Generator(state: seed)
    for _ in 0..<50 {
      read((0..<Int.random(in: 0...400, using: &generator)).map { _ in UInt8.random(in: 0...255, using: &generator) })
    }
  }

  @Test(arguments: 0..<16) func randomTextOfRightPiecesNeverTraps(_ seed: UInt64) {
    var generator = Generator(state: seed &+ 1000)
    for _ in 0..<40 {
      let count = Int.random(in: 0...60, using: &generator)
      let text = (0..<count).map { _ in Self.pieces.randomElement(using: &generator) ?? "" }.joined()
      read(Array(text.utf8))
    }
  }
}
