import ArgumentParser
import CommandTasks
import TaskModel

/// The words of a command line, made ready for the parser.
struct CommandWords {
  private var words: [String]
  private let environment: [String: String]

  init(_ words: [String], environment: [String: String] = ProcessEnvironment.current) {
    self.words = Self.withWaitTime(Self.withSharedOptionsLast(words))
    self.environment = environment
  }

  private static let sharedValues: Set = ["--config", "--ini", "-i", "-A", "--app", "--socket", "--timeout"]
  private static let sharedFlags: Set = ["--json"]
  private static let groups: Set = ["ctl", "dead"]

  /// `celery -A app worker` and `tasksd ctl --json status`: the parser knows these options behind the last command only.
  private static func withSharedOptionsLast(_ words: [String]) -> [String] {
    var commands: [String] = []
    var options: [String] = []
    var rest = words[...]
    while let word = rest.first, word != "--" {
      let name = word.prefix { $0 != "=" }
      if sharedValues.contains(word) {
        options += rest.prefix(2)
        rest = rest.dropFirst(2)
      } else if sharedFlags.contains(word) || word.contains("=") && sharedValues.contains(String(name)) {
        options.append(word)
        rest = rest.dropFirst()
      } else if word.hasPrefix("-") {
        return words
      } else {
        commands.append(word)
        rest = rest.dropFirst()
        if !groups.contains(word) { break }
      }
    }
    let end = rest.firstIndex(of: "--") ?? rest.endIndex
    return commands + rest[..<end] + options + rest[end...]
  }

  /// `--wait 5` waits at most five seconds, `--wait` alone as long as it takes: the parser knows no options whose value
  /// may be missing.
  private static func withWaitTime(_ words: [String]) -> [String] {
    var result: [String] = []
    var index = 0
    while index < words.count {
      let word = words[index]
      if word == "--" { return result + words[index...] }
      if word == "--wait", index + 1 < words.count, Double(words[index + 1]) != nil {
        result += ["--wait-seconds", words[index + 1]]
        index += 1
      } else if word.hasPrefix("--wait=") {
        result += ["--wait-seconds", String(word.dropFirst(7))]
      } else {
        result.append(word)
      }
      index += 1
    }
    return result
  }

  /// Adds `--loglevel debug` for `TASKSD_LOGLEVEL=debug` where the command knows that option and the line does not say it.
  func withEnvironment() -> [String] {
    let given = environment.filter { $0.key.hasPrefix("TASKSD_") && !$0.value.isEmpty }
    guard !given.isEmpty, let dump = try? JSONParser.parse(RootCommand._dumpHelp()), let root = dump["command"] else {
      return words
    }
    var added: [String] = []
    let line = words.prefix { $0 != "--" }
    for argument in options(of: root, following: line) {
      guard let names = argument["names"]?.arrayValue,
        let long = names.first(where: { $0["kind"] == "long" })?["name"]?.stringValue,
        let value = given["TASKSD_" + long.uppercased().replacing("-", with: "_")],
        !isSaid(names, in: line)
      else { continue }
      if argument["kind"] == "flag" {
        if ["1", "true", "yes", "on"].contains(value.lowercased()) { added.append("--\(long)") }
      } else {
        added += ["--\(long)=\(value)"]
      }
    }
    let end = words.firstIndex(of: "--") ?? words.endIndex
    return Array(words[..<end]) + added + words[end...]
  }

  /// The options of the command that the line names.
  private func options(of root: JSONValue, following line: ArraySlice<String>) -> [JSONValue] {
    var command = root
    for word in line { command = subcommand(word, of: command) ?? command }
    if let standard = command["defaultSubcommand"]?.stringValue {
      command = subcommand(standard, of: command) ?? command
    }
    return (command["arguments"]?.arrayValue ?? []).filter { $0["kind"] == "option" || $0["kind"] == "flag" }
  }

  private func subcommand(_ name: String, of command: JSONValue) -> JSONValue? {
    command["subcommands"]?.arrayValue?.first { $0["commandName"]?.stringValue == name }
  }

  private func isSaid(_ names: [JSONValue], in line: ArraySlice<String>) -> Bool {
    names.contains { name in
      guard let text = name["name"]?.stringValue else { return false }
      let dashed = name["kind"] == "long" ? "--\(text)" : "-\(text)"
      return line.contains { $0 == dashed || $0.hasPrefix("\(dashed)=") }
    }
  }
}
