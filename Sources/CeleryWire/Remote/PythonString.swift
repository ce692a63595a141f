/// Text as Python's own `repr` shows it; the texts of messages have Celery's simpler form (``PythonRepr``).
package enum PythonString {
  /// In double quotes where there are single ones and no double ones inside; what cannot be printed is escaped.
  package static func repr(_ text: String) -> String {
    let quote: Unicode.Scalar = text.utf8.contains(0x27) && !text.utf8.contains(0x22) ? "\"" : "'"
    var result = String.UnicodeScalarView()
    result.append(quote)
    for scalar in text.unicodeScalars {
      switch scalar {
      case quote, "\\": result.append(contentsOf: ["\\", scalar])
      case "\n": result.append(contentsOf: "\\n".unicodeScalars)
      case "\r": result.append(contentsOf: "\\r".unicodeScalars)
      case "\t": result.append(contentsOf: "\\t".unicodeScalars)
      case _ where scalar.value < 0x20 || (0x7F..<0xA1).contains(scalar.value):
        let digits = String(scalar.value, radix: 16)
        result.append(contentsOf: ("\\x" + (digits.utf8.count < 2 ? "0" : "") + digits).unicodeScalars)
      default: result.append(scalar)
      }
    }
    result.append(quote)
    return String(result)
  }

  /// A set of texts: `{'a', 'b'}`, and `set()` for none.
  package static func repr(setOf texts: [String]) -> String {
    texts.isEmpty ? "set()" : "{\(texts.map { repr($0) }.joined(separator: ", "))}"
  }
}
