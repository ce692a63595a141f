import ArgumentParser
import Foundation
import Testing

@testable import TasksDaemon

/// Every command line that is printed anywhere is one that tasksd takes.
struct PrintedCommandTests {
  /// Every text people paste from.
  private static let texts: [String] = {
    let project = ShippedFiles.project.resolvingSymlinksInPath()
    let names = ["docs", "config", "systemd", "README.md"].flatMap { name in
      let folder = project.appending(path: name).resolvingSymlinksInPath().path
      let below = FileManager.default.enumerator(atPath: folder)?.compactMap { $0 as? String } ?? []
      return below.isEmpty ? [folder] : below.map { folder + "/" + $0 }
    }
    let kinds = [".md", ".ini", ".conf", ".service", ".socket"]
    return names.filter { name in kinds.contains { name.hasSuffix($0) } && !name.contains("/.build/") }
  }()

  private func lines(_ path: String) throws -> [PrintedCommand] {
    let text = try String(contentsOfFile: path, encoding: .utf8)
    let whole = text.split(separator: "\n").compactMap { PrintedCommand($0) }
    // In the running text: `tasksd ctl status`. Every second piece between backquotes is one.
    let inline = text.replacing("```", with: "").split(separator: "\n", omittingEmptySubsequences: false).flatMap {
      line in
      line.split(separator: "`", omittingEmptySubsequences: false).enumerated().filter { $0.offset % 2 == 1 }
        .filter { $0.element.hasPrefix("tasksd ") }.compactMap { PrintedCommand($0.element) }
    }
    return whole.filter { line in !line.description.contains("`") } + inline
  }

  @Test func everyCommandLineInTheTextsIsOneThatTasksdTakes() throws {
    #expect(Self.texts.count > 30)
    var count = 0
    for path in Self.texts where !path.hasSuffix("docs/commands.md") {
      for line in try lines(path) where Self.isCommand(line) {
        count += 1
        #expect(throws: Never.self, "\(path): \(line)") {
          _ = try RootCommand.parseAsRoot(CommandWords(line.words, environment: [:]).withEnvironment())
        }
      }
    }
    #expect(count > 100)
  }

  /// Whether it is a whole command line: a text may name a command without its arguments, and prose may begin with the name.
  private static func isCommand(_ line: PrintedCommand) -> Bool {
    guard let first = line.words.first, !names.contains(line.words.joined(separator: " ")) else { return false }
    return RootCommand.configuration.subcommands.map { $0._commandName }.contains(first)
  }

  /// Commands that need arguments.
  private static let names: Set = [
    "call", "result", "ctl why", "ctl inspect", "ctl control", "ctl dead show", "ctl dead replay", "ctl dead drop",
  ]

  @Test(arguments: [
    (
      "$ tasksd call greet --kwargs '{\"name\": \"you\"}' --wait",
      ["call", "greet", "--kwargs", "{\"name\": \"you\"}", "--wait"]
    ),
    ("sudo -u tasksd tasksd worker --purge     # control-C", ["worker", "--purge"]),
    ("ExecStart=/usr/bin/tasksd beat --config /etc/tasksd/tasksd.ini", ["beat", "--config", "/etc/tasksd/tasksd.ini"]),
    ("tasksd check --print | grep broker_url", ["check", "--print"]),
    ("# tasksd ctl status > /dev/null", ["ctl", "status"]),
  ])
  func aLineIsReadAsAShellWould(_ line: String, _ words: [String]) {
    #expect(PrintedCommand(line)?.words == words)
  }
}
