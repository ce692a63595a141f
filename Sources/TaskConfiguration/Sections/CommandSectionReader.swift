import TaskModel

/// Reads `[task:NAME]`.
struct CommandSectionReader {
  /// Splits a command line into argv and holds its placeholders against the rules of commands; throws what is wrong.
  let splitCommand: @Sendable (String) throws -> [String]
  /// Holds the placeholders of a limit's key against the rules; throws what is wrong.
  let checkKey: @Sendable (String) throws -> Void
  /// Limits and the like that hold where the section says nothing.
  let defaults: DaemonOptions
  let programs: ProgramCheck

  /// Nil where there is no usable command; the problems say why.
  func read(name: String, from reader: inout SectionReader) -> CommandConfiguration? {
    let words = words(&reader)
    var command = CommandConfiguration(name: TaskName(name), words: words ?? [], location: reader.location)
    command.aliases = reader.value("aliases", default: []) { text throws(ValueError) in
      ValueReader.list(text.text).map { TaskName($0) }
    }
    command.result = reader.value("result", default: .status) { text throws(ValueError) in
      try ValueReader.choice(text.text)
    }
    command.options = TaskOptionsReader(defaults: defaults).read(&reader)
    command.uniqueKey = key("unique_key", of: "unique", command.options.unique != nil, &reader)
    command.concurrencyKey = key(
      "concurrency_key", of: "concurrency_limit", command.options.concurrencyLimit != nil, &reader)
    command.killGrace = reader.duration("kill_grace", allowsZero: true)
    command.user = reader.text("user")
    command.group = reader.text("group")
    command.directory = directory(&reader)
    command.environment = environment(&reader)
    command.passSecrets = reader.boolean("pass_secrets", default: false)
    command.limits = limits(&reader)
    command.outputLines = reader.integer("output_lines", in: 0...1000)
    reader.finish(section: "task:\(name)", further: ["env.NAME"])
    return words == nil ? nil : command
  }

  /// Held against the rules of placeholders as a word of a command is.
  private func key(_ name: String, of limit: String, _ isLimited: Bool, _ reader: inout SectionReader) -> String? {
    let key = reader.optional(name) { text throws(ValueError) in
      do { try checkKey(text.text) } catch { throw ValueError("\(error)", hint: "write it as {site}") }
      return text.text
    }
    if reader.has(name), !isLimited {
      reader.report(
        as: .notice, key: name, "\(name) has no effect: \(limit) is not set", hint: "set \(limit), or remove \(name)")
    }
    return key
  }

  private func words(_ reader: inout SectionReader) -> [String]? {
    guard reader.has("command") else {
      reader.report(
        "the task has no command", hint: "write command = /path/to/program ARGUMENTS, or remove the section")
      _ = reader.text("command")
      return nil
    }
    let words = reader.optional("command") { text throws(ValueError) in
      do {
        return try splitCommand(text.text)
      } catch {
        throw ValueError("\(error)")
      }
    }
    guard let words, let program = words.first else { return nil }
    if let problem = programs.problem(of: program) {
      reader.report(key: "command", "command: \(problem.message)", hint: problem.hint)
    }
    return words
  }

  private func directory(_ reader: inout SectionReader) -> String? {
    guard let path = reader.optional("directory", { text throws(ValueError) in text.path }) else { return nil }
    switch programs.files.kind(of: path) {
    case .missing: reader.report(key: "directory", "directory: \(path) does not exist", hint: "create it")
    case .file: reader.report(key: "directory", "directory: \(path) is a file", hint: "name the directory it lies in")
    case .directory, .inaccessible: break
    }
    return path
  }

  private func environment(_ reader: inout SectionReader) -> [String: String] {
    var environment: [String: String] = [:]
    for (name, value, location) in reader.values(prefix: "env.") {
      guard let first = name.utf8.first, !first.isDigit, name.utf8.allSatisfy(\.isNamePart) else {
        reader.report(
          at: location, "'\(name)' cannot be the name of an environment variable", hint: "write env.NAME = VALUE")
        continue
      }
      environment[name] = value
    }
    return environment
  }

  private func limits(_ reader: inout SectionReader) -> CommandConfiguration.Limits {
    var limits = CommandConfiguration.Limits()
    limits.memory = reader.optional("limit_memory") { text throws(ValueError) in try ValueReader.size(text.text) }
    limits.cpu = reader.duration("limit_cpu")
    limits.files = reader.integer("limit_files", in: 3...1_048_576)
    limits.processes = reader.integer("limit_processes", in: 1...4_194_304)
    return limits
  }
}
