import ArgumentParser
import TaskConfiguration
import TaskModel

/// `tasksd check`: everything that is wrong with a configuration, at once.
struct CheckCommand: AsyncParsableCommand {
  static let configuration = ArgumentParser.CommandConfiguration(
    commandName: "check", abstract: "Check the configuration.",
    discussion: """
      Prints every problem as file:line: what is wrong; what would be right. Exits 0 when there is none and 78 otherwise; \
      notices do not count. With --print it shows each value in force with its origin, secrets masked.
      """)

  @Flag(help: "Show each value and where it comes from.") var print = false
  @Flag(help: "Print JSON.") var json = false
  @OptionGroup var configuration: ConfigurationOptions

  func run() async throws {
    configuration.noteIgnored()
    let loaded = LoadedConfiguration.load(configuration.config, role: .other)
    let errors = loaded.problems.filter { $0.severity == .error }
    if json {
      Terminal.print(json: .object(document(loaded)))
    } else {
      for problem in loaded.problems { Terminal.note(problem.description) }
      if print { Terminal.print(ConfigurationReport(loaded.configuration).description) }
      if errors.isEmpty && !print { Terminal.print(summary(loaded)) }
    }
    guard errors.isEmpty else {
      throw DaemonError(.configuration, json ? "" : "\(errors.count) problem\(errors.count == 1 ? "" : "s")")
    }
  }

  private func summary(_ loaded: LoadedConfiguration) -> String {
    let configuration = loaded.configuration
    let file = configuration.file ?? "no file, built-in defaults"
    return "\(file): good; broker \(configuration.options.broker.maskedDescription), "
      + "\(configuration.entries.count) scheduled, \(configuration.commands.count) commands, "
      + "time zone \(configuration.options.timeZone)"
  }

  private func document(_ loaded: LoadedConfiguration) -> JSONObject {
    var document: JSONObject = [
      "problems": .array(
        loaded.problems.map { problem in
          [
            "severity": .string(problem.severity.rawValue), "file": JSONValue(problem.file),
            "line": JSONValue(problem.line), "message": .string(problem.message), "hint": JSONValue(problem.hint),
          ]
        })
    ]
    if print { document["values"] = ConfigurationReport(loaded.configuration).json }
    return document
  }
}
