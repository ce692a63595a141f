import ArgumentParser
import CommandTasks
import TaskModel

/// The words of a command line, made ready for the parser.
struct CommandWords {
  private var words: [String]
  private let environment: [String: String]

  init(_ words: [String], environment: [String: String] = ProcessEnvironment.current) {
    self.words = Self.withWaitTime(words)
    self.environment = environment
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
    for word in line {
      guard let next = command["subcommands"]?.arrayValue?.first(where: { $0["commandName"]?.stringValue == word }) else {
        continue
      }
      command = next
    }
    return (command["arguments"]?.arrayValue ?? []).filter { $0["kind"] == "option" || $0["kind"] == "flag" }
  }

  private func isSaid(_ names: [JSONValue], in line: ArraySlice<String>) -> Bool {
    names.contains { name in
      guard let text = name["name"]?.stringValue else { return false }
      let dashed = name["kind"] == "long" ? "--\(text)" : "-\(text)"
      return line.contains { $0 == dashed || $0.hasPrefix("\(dashed)=") }
    }
  }
}
