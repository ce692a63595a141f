/// Splits a command line into words at white space, with the quotes of a POSIX shell (XCU §2.2): in `'…'` everything
/// stands for itself, in `"…"` a backslash protects `"`, `\`, `$` and `` ` ``, elsewhere it protects any character.
///
/// Nothing else of a shell is there. An operator such as `|` or `>` that stands alone is refused, since it would silently
/// become an argument.
public enum CommandLineSplitter {
  private static let operators: Set<String> = [
    "|", "||", "|&", "&", "&&", ";", ">", ">>", "<", "<<", "2>", "2>>", "2>&1", "&>", "1>", "1>&2", ">&2",
  ]

  public static func split(_ line: String) throws(CommandProblem) -> [String] {
    var words: [String] = []
    var word: String?
    var isQuoted = false
    var rest = line[...]

    while let character = rest.popFirst() {
      switch character {
      case " ", "\t", "\n", "\r\n":
        try finish(&word, isQuoted, into: &words)
        isQuoted = false
      case "'":
        isQuoted = true
        word = (word ?? "") + (try singleQuoted(&rest))
      case "\"":
        isQuoted = true
        word = (word ?? "") + (try doubleQuoted(&rest))
      case "\\":
        guard let next = rest.popFirst() else { throw CommandProblem("the command ends in a backslash") }
        isQuoted = true
        word = (word ?? "") + String(next)
      default: word = (word ?? "") + String(character)
      }
    }
    try finish(&word, isQuoted, into: &words)
    return words
  }

  private static func finish(
    _ word: inout String?, _ isQuoted: Bool, into words: inout [String]
  ) throws(CommandProblem) {
    guard let finished = word else { return }
    guard isQuoted || !operators.contains(finished) else {
      throw CommandProblem(
        "'\(finished)' means nothing here, for there is no shell; write: sh -c '…', or put it in quotes")
    }
    words.append(finished)
    word = nil
  }

  private static func singleQuoted(_ rest: inout Substring) throws(CommandProblem) -> Substring {
    guard let end = rest.firstIndex(of: "'") else { throw CommandProblem("a ' is not closed") }
    defer { rest = rest[rest.index(after: end)...] }
    return rest[..<end]
  }

  private static func doubleQuoted(_ rest: inout Substring) throws(CommandProblem) -> String {
    var text = ""
    while let character = rest.popFirst() {
      switch character {
      case "\"": return text
      case "\\":
        guard let next = rest.popFirst() else { throw CommandProblem("a \" is not closed") }
        if !"\"\\$`".contains(next) { text.append("\\") }
        text.append(next)
      default: text.append(character)
      }
    }
    throw CommandProblem("a \" is not closed")
  }
}
