import TaskConfiguration
import TaskModel

/// Reads a configuration from text, as the file /site/x.ini.
func reading(
  _ text: String, files: MemoryFiles = MemoryFiles(), environment: [String: String] = [:],
  overrides: [ConfigurationInput.Override] = []
) -> ConfigurationReading {
  var files = files
  files.texts["/site/x.ini"] = text
  return ConfigurationReader(input(files, environment: environment, overrides: overrides)).read("x.ini")
}

func input(
  _ files: any FileSource, environment: [String: String] = [:], overrides: [ConfigurationInput.Override] = []
) -> ConfigurationInput {
  ConfigurationInput(
    files: files, environment: environment, overrides: overrides, splitCommand: splitAtBlanks, checkKey: checkBraces)
}

/// Stands for the splitter of commands, which is another module's.
@Sendable func splitAtBlanks(_ line: String) throws -> [String] {
  struct Unclosed: Error, CustomStringConvertible { let description = "a ' is not closed" }
  guard line.count(where: { $0 == "'" }).isMultiple(of: 2) else { throw Unclosed() }
  return line.split(separator: " ").map { word in String(word.filter { $0 != "\"" }) }
}

/// Stands for the check of keys, which is another module's.
@Sendable func checkBraces(_ key: String) throws {
  struct Unclosed: Error, CustomStringConvertible { let description = "a { is not closed" }
  guard key.count(where: { $0 == "{" }) == key.count(where: { $0 == "}" }) else { throw Unclosed() }
}

/// Every problem of a configuration, as it is printed. Known tasks: `backup`, `rates`.
func problems(
  _ text: String, files: MemoryFiles = MemoryFiles(), environment: [String: String] = [:],
  role: ConfigurationCheck.Role = .other
) -> [String] {
  let check = ConfigurationCheck(
    role: role, tasks: ["backup": "Swift type Shop.Backup", "rates": "Swift type Shop.Rates"]
  ) { _, arguments in
    arguments.positional.isEmpty ? nil : ArgumentError(path: "url", message: "is unknown")
  }
  return check.problems(of: reading(text, files: files, environment: environment)).map(\.description)
}
