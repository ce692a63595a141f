import Testing

@testable import TasksDaemon

/// The words of a command line before the parser sees them.
@Suite struct CommandWordsTests {
  private func words(_ line: String, _ environment: [String: String] = [:]) -> String {
    CommandWords(line.split(separator: " ").map(String.init), environment: environment).withEnvironment()
      .joined(separator: " ")
  }

  @Test(arguments: [
    ("call x --wait 5", "call x --wait-seconds 5"),
    ("call x --wait=5", "call x --wait-seconds 5"),
    ("call x --wait=", "call x --wait-seconds "),
    ("call x --wait", "call x --wait"),
    ("call x --wait --json", "call x --wait --json"),
    ("call --wait 0.5 x", "call --wait-seconds 0.5 x"),
    ("call --wait x", "call --wait x"),
    ("call -- --wait 5", "call -- --wait 5"),
    ("", ""),
  ])
  func aWaitingTimeMayBeMissing(_ line: String, _ expected: String) {
    #expect(words(line) == expected)
  }

  @Test(arguments: [
    ("-A app worker -l info", "worker -l info -A app"),
    ("--config x call y", "call y --config x"),
    ("--config=x call y", "call y --config=x"),
    ("ctl --socket s --json inspect ping", "ctl inspect ping --socket s --json"),
    ("ctl --json dead --timeout 3 show 1", "ctl dead show 1 --json --timeout 3"),
    ("ctl dead --json", "ctl dead --json"),
    ("ctl --json call -- x", "ctl call --json -- x"),
    ("ctl --socket", "ctl --socket"),
    ("--version", "--version"),
    ("--generate-completion-script bash", "--generate-completion-script bash"),
    ("ctl --nope status", "ctl --nope status"),
    ("call ctl --json inspect", "call ctl --json inspect"),
  ])
  func sharedOptionsMayStandBeforeTheCommand(_ line: String, _ expected: String) {
    #expect(words(line) == expected)
  }

  @Test(arguments: [
    ("run", ["TASKSD_LOGLEVEL": "debug"], "run --loglevel=debug"),
    ("run --loglevel info", ["TASKSD_LOGLEVEL": "debug"], "run --loglevel info"),
    ("run -l info", ["TASKSD_LOGLEVEL": "debug"], "run -l info"),
    ("run --loglevel=info", ["TASKSD_LOGLEVEL": "debug"], "run --loglevel=info"),
    ("run --ini x", ["TASKSD_CONFIG": "y"], "run --ini x"),
    ("run", ["TASKSD_LOG_FORMAT": "json"], "run --log-format=json"),
    ("run", ["TASKSD_LOGLEVEL": ""], "run"),
    ("run", ["TASKSD_JSON": "1"], "run"),
    ("ctl status", ["TASKSD_JSON": "1"], "ctl status --json"),
    ("ctl status", ["TASKSD_JSON": "no"], "ctl status"),
    ("ctl dead", ["TASKSD_JSON": "true"], "ctl dead --json"),
    ("ctl dead show 1", ["TASKSD_SOCKET": "s"], "ctl dead show 1 --socket=s"),
    ("call x -- y", ["TASKSD_SOCKET": "s"], "call x --socket=s -- y"),
    ("schedule", ["TASKSD_NEXT": "3", "OTHER": "x"], "schedule --next=3"),
    ("nonsense", ["TASKSD_NEXT": "3"], "nonsense"),
  ])
  func everyOptionMayComeFromTheEnvironment(_ line: String, _ environment: [String: String], _ expected: String) {
    #expect(words(line, environment) == expected)
  }
}
