/// A command line of tasksd as a text shows it.
struct PrintedCommand: CustomStringConvertible {
  let description: String
  /// The words behind `tasksd`.
  let words: [String]

  /// Nil for a line that is none, or that leaves something out.
  init?(_ line: some StringProtocol) {
    var text = String(line).trimmingCharacters
    for prefix in ["$ ", "# ", "; "] where text.hasPrefix(prefix) {
      text = String(text.dropFirst(2)).trimmingCharacters
    }
    for prefix in ["ExecStart=", "ExecReload=", "command="] where text.hasPrefix(prefix) {
      text = String(text.dropFirst(prefix.count))
    }
    let words = Self.split(text)
    guard let place = words.prefix(4).lastIndex(where: { $0 == "tasksd" || $0.hasSuffix("/bin/tasksd") }),
      words[..<place].allSatisfy(Self.mayStandBefore), !words.contains(where: { $0.contains("…") })
    else { return nil }
    description = text
    self.words = Array(words[(place + 1)...])
  }

  private static func mayStandBefore(_ word: String) -> Bool {
    ["sudo", "-u", "tasksd", "time", "exec", "sleep", "3;"].contains(word) || word.contains("=")
  }

  /// As a shell would, up to a remark, a pipe or the next command. What is aligned to the right of a command is a remark, too.
  private static func split(_ text: String) -> [String] {
    var words: [String] = []
    var word: String?
    var quote: Character?
    for character in text {
      if let open = quote {
        if character == open { quote = nil } else { word?.append(character) }
      } else if character == "'" || character == "\"" {
        quote = character
        word = word ?? ""
      } else if character == " " {
        if let done = word { words.append(done) }
        // Two blanks: what follows explains.
        if word == nil && words.count > 1 { return words }
        word = nil
      } else if "|;><&#".contains(character) {
        if let done = word { words.append(done) }
        return words
      } else {
        word = (word ?? "") + String(character)
      }
    }
    if let done = word { words.append(done) }
    return words
  }
}

extension String {
  fileprivate var trimmingCharacters: String {
    String(drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
  }
}
