/// Statements that begin or end a transaction, which is for ``DatabaseConnection/begin(_:)`` and its like alone: behind our
/// back, the statements that follow would be committed one by one.
package enum TransactionWord {
  private static let words: Set<String> = ["ABORT", "BEGIN", "COMMIT", "END", "ROLLBACK", "START"]

  /// The word with which `sql` begins or ends a transaction; nil when it does neither. `ROLLBACK TO` a savepoint does not.
  package static func first(in sql: String) -> String? {
    var rest = sql.utf8[...]
    let word = nextWord(&rest)
    guard words.contains(word) else { return nil }
    if word != "ROLLBACK" { return word }
    let second = nextWord(&rest)
    let isFiller = second == "TRANSACTION" || second == "WORK"
    return (isFiller ? nextWord(&rest) : second) == "TO" ? nil : word
  }

  /// In upper case; empty where something else stands.
  private static func nextWord(_ rest: inout Substring.UTF8View) -> String {
    skipBlanks(&rest)
    let word = rest.prefix { isLetter($0) }
    rest = rest.dropFirst(word.count)
    return String(decoding: word, as: UTF8.self).uppercased()
  }

  private static func isLetter(_ byte: UInt8) -> Bool {
    (0x41...0x5A).contains(byte & 0xDF) || byte == UInt8(ascii: "_") || byte >= 0x80
  }

  /// White space, semicolons and comments.
  private static func skipBlanks(_ rest: inout Substring.UTF8View) {
    while let byte = rest.first {
      if byte == 0x20 || (0x09...0x0D).contains(byte) || byte == UInt8(ascii: ";") || byte == 0xEF && hasMark(rest) {
        rest = rest.dropFirst(byte == 0xEF ? 3 : 1)
      } else if rest.starts(with: "--".utf8) {
        rest = rest.drop { $0 != 0x0A }
      } else if rest.starts(with: "/*".utf8) {
        skipComment(&rest)
      } else {
        return
      }
    }
  }

  /// A byte order mark, which SQLite passes over.
  private static func hasMark(_ rest: Substring.UTF8View) -> Bool { rest.starts(with: [0xEF, 0xBB, 0xBF]) }

  private static func skipComment(_ rest: inout Substring.UTF8View) {
    rest = rest.dropFirst(2)
    while !rest.isEmpty, !rest.starts(with: "*/".utf8) { rest = rest.dropFirst() }
    rest = rest.dropFirst(2)
  }
}
