public import TaskModel

/// The argv of a command, with places for arguments. No shell is involved: each word becomes exactly one argument of the
/// program, whatever the value holds.
///
/// - `{name}` stands for a keyword argument, `{0}` for a positional one, `{{` and `}}` for braces.
/// - Strings are put in as they are, numbers and booleans as JSON writes them, arrays and objects as compact JSON; dates,
///   decimals, UUIDs and bytes of a Python client as their text.
/// - A missing argument, or null, is an error, unless the whole word is `{name?}`: then the word is left out.
/// - The program itself is fixed: whoever sends a task does not choose what runs.
/// - Nor does a shell's program text take placeholders: `sh -c 'echo {name}'` would run whatever the value holds, and is
///   refused. Hand the value on as a word: `sh -c 'echo "$1"' sh {name}`.
/// - A value may begin with `-`. Where the program could take it for an option, write `--` before it, as in
///   `rm -- {path}`.
public struct CommandTemplate: Sendable, Hashable {
  /// One argument's limit in Linux (MAX_ARG_STRLEN), less the closing NUL.
  static let longestArgument = 131_071

  let words: [TemplateWord]
  let program: String

  /// Throws what is wrong with the first bad word.
  public init(words: [String]) throws(CommandProblem) {
    var parsed: [TemplateWord] = []
    for word in words { parsed.append(try TemplateWordParser.parse(word)) }
    guard let first = parsed.first else { throw CommandProblem("the command is empty") }
    guard let program = first.literal else {
      throw CommandProblem("the program '\(words[0])' cannot be an argument; write its name or path")
    }
    guard !program.isEmpty else { throw CommandProblem("the program's name is empty") }
    try Self.refuseShellCode(parsed, program)
    self.words = parsed
    self.program = program
  }

  /// Reads a whole command line; see ``CommandLineSplitter``.
  public init(commandLine: String) throws(CommandProblem) {
    try self.init(words: try CommandLineSplitter.split(commandLine))
  }

  private static let shells: Set<Substring> = ["sh", "bash", "dash", "ash", "ksh", "zsh", "fish"]

  private static func refuseShellCode(_ words: [TemplateWord], _ program: String) throws(CommandProblem) {
    guard let name = program.split(separator: "/").last, shells.contains(name) else { return }
    // `-c` may stand with other letters, as in `-ec`; the program text is the next word that is no option.
    guard let option = words.firstIndex(where: { $0.literal.map(isCommandOption) ?? false }),
      let code = words[(option + 1)...].first(where: { !($0.literal?.hasPrefix("-") ?? false) })
    else { return }
    for case .argument(let reference) in code.parts {
      throw CommandProblem(
        "{\(reference)} stands in the program text of \(name), which would run whatever it holds; write \"$1\" there and "
          + "add the words \(name) {\(reference)}, or {{ where a brace of the shell is meant")
    }
  }

  private static func isCommandOption(_ word: String) -> Bool {
    word.hasPrefix("-") && !word.hasPrefix("--") && word.contains("c")
  }

  /// The argv for one call. Throws an error that names every missing argument, or the first that cannot be passed.
  public func filled(with arguments: TaskArguments) throws(ArgumentError) -> [String] {
    try requireAll(arguments)
    var argv: [String] = []
    argv.reserveCapacity(words.count)
    for word in words {
      if word.isOptional, isAbsent(word, in: arguments) { continue }
      argv.append(try text(of: word, arguments))
    }
    return argv
  }

  private func isAbsent(_ word: TemplateWord, in arguments: TaskArguments) -> Bool {
    guard case .argument(let reference)? = word.parts.first else { return false }
    return arguments[reference]?.isNull ?? true
  }

  private func requireAll(_ arguments: TaskArguments) throws(ArgumentError) {
    var missing: [String] = []
    for word in words where !word.isOptional {
      for case .argument(let reference) in word.parts where arguments[reference] == nil {
        if !missing.contains(reference.description) { missing.append(reference.description) }
      }
    }
    guard let first = missing.first else { return }
    if missing.count == 1 { throw ArgumentError(path: first, message: "is missing; the command needs it") }
    throw ArgumentError(message: "arguments \(missing.map { "'\($0)'" }.joined(separator: ", ")) are missing")
  }

  private func text(of word: TemplateWord, _ arguments: TaskArguments) throws(ArgumentError) -> String {
    var text = ""
    for part in word.parts {
      switch part {
      case .text(let piece): text += piece
      case .argument(let reference): text += try Self.text(of: arguments[reference] ?? .null, reference)
      }
    }
    guard text.utf8.count <= Self.longestArgument else {
      let path = word.parts.lazy.compactMap { if case .argument(let reference) = $0 { reference } else { nil } }.first
      throw ArgumentError(
        path: path?.description,
        message:
          "is longer than the \(Self.longestArgument) bytes Linux allows in one argument; let the command read stdin")
    }
    return text
  }

  private static func text(of value: JSONValue, _ reference: ArgumentReference) throws(ArgumentError) -> String {
    switch value.markedText.map(JSONValue.string) ?? value {
    case .null:
      let hint = "is null; {\(reference)?} as a word of its own would be left out"
      throw ArgumentError(path: reference.description, message: hint)
    case .string(let text):
      guard !text.utf8.contains(0) else {
        throw ArgumentError(path: reference.description, message: "holds a NUL character, which no argument can")
      }
      return text
    default: return value.description
    }
  }
}

extension TaskArguments {
  subscript(reference: ArgumentReference) -> JSONValue? {
    switch reference {
    // A bare nil would be a JSON null here.
    case .position(let index): positional.indices.contains(index) ? positional[index] : Optional.none
    case .name(let name): keywords[name]
    }
  }
}
