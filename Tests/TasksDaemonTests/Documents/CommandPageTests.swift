import ArgumentParser
import Foundation
import TaskModel
import Testing

@testable import TasksDaemon

/// tasksd(1) and tasksd-ctl(1) know every command with its options.
struct CommandPageTests {
  private func page(_ name: String) throws -> String {
    let path = ShippedFiles.project.resolvingSymlinksInPath().appending(path: "docs/man/\(name)")
    return try String(contentsOf: path, encoding: .utf8).replacing("\\-", with: "-")
  }

  @Test func everyCommandAndEveryOptionIsInTheManualPages() throws {
    let dump = try JSONParser.parse(RootCommand._dumpHelp())
    var count = 0
    for command in commands(dump["command"] ?? .null, "tasksd") where command.words != "tasksd ctl" {
      let page = try page(command.words.hasPrefix("tasksd ctl ") ? "tasksd-ctl.1" : "tasksd.1")
      let parts = page.components(separatedBy: "\n.SS ")
      let part = parts.first { $0.hasPrefix(command.words + "\n") }
      #expect(part != nil, "\(command.words) has no section: make docs")
      for option in command.options {
        count += 1
        #expect(part?.contains("\\fB\(option)\\fR") == true, "\(command.words) lacks \(option): make docs")
      }
    }
    #expect(count > 80)
  }

  private struct Command {
    var words: String
    /// As they are typed, such as `--config`.
    var options: [String]
  }

  /// Everything below a command that help shows.
  private func commands(_ command: JSONValue, _ words: String) -> [Command] {
    let below = (command["subcommands"]?.arrayValue ?? []).filter { $0["shouldDisplay"] != false }
    return below.flatMap { inner in
      let name = inner["commandName"]?.stringValue ?? ""
      return name == "help"
        ? []
        : [Command(words: "\(words) \(name)", options: options(inner))]
          + commands(inner, "\(words) \(name)")
    }
  }

  private func options(_ command: JSONValue) -> [String] {
    (command["arguments"]?.arrayValue ?? []).filter { $0["shouldDisplay"] != false }
      .flatMap { $0["names"]?.arrayValue ?? [] }
      .compactMap { name in
        guard let text = name["name"]?.stringValue, !["help", "h", "version"].contains(text) else { return nil }
        return (name["kind"] == "short" ? "-" : "--") + text
      }
  }
}
