import TaskModel

/// Turns the text of a value into what it means. Every error says what would be right.
enum ValueReader {
  /// `true yes on 1`, `false no off 0`, in any case; nothing else, so that no word is taken for true by being there.
  static func boolean(_ text: String) throws(ValueError) -> Bool {
    switch text.lowercased() {
    case "true", "yes", "on", "1": return true
    case "false", "no", "off", "0": return false
    default: throw wrong(text, is: "not a boolean", hint: "write true or false (yes, no, on, off, 1 and 0 will do)")
    }
  }

  static func integer(_ text: String, in range: ClosedRange<Int>) throws(ValueError) -> Int {
    let hint = "write a whole number from \(range.lowerBound) to \(range.upperBound)"
    guard let value = Int(text) else { throw wrong(text, is: "not a whole number", hint: hint) }
    guard range.contains(value) else {
      throw ValueError("\(value) is too \(value < range.lowerBound ? "small" : "large")", hint: hint)
    }
    return value
  }

  /// One of a few words, in any case.
  static func choice<Value: RawRepresentable<String> & CaseIterable>(
    _ text: String, of type: Value.Type = Value.self, aliases: [String: Value] = [:]
  ) throws(ValueError) -> Value {
    let word = text.lowercased()
    if let value = Value(rawValue: word) ?? aliases[word] { return value }
    let words = Value.allCases.map(\.rawValue)
    let near = NearMiss.suggestion(for: word, among: words).map { "\($0) It takes " } ?? "it takes "
    throw wrong(text, is: "not one of its values", hint: near + words.alternatives)
  }

  /// Names between blanks, commas or line breaks.
  static func list(_ text: String) -> [String] {
    text.utf8.split { $0.isSpace || $0 == UInt8(ascii: ",") }.map { String(decoding: $0, as: UTF8.self) }
  }

  /// The name of a queue: any text without blanks and control characters, at most 255 bytes.
  static func queue(_ text: String) throws(ValueError) -> String {
    guard !text.isEmpty, text.utf8.count <= 255, !text.utf8.contains(where: { $0 <= 0x20 || $0 == 0x7F }) else {
      throw ValueError(
        "'\(text.shortened)' cannot be the name of a queue", hint: "write 1 to 255 characters without blanks")
    }
    return text
  }

  /// File permissions, octal.
  static func mode(_ text: String) throws(ValueError) -> Int {
    let digits = text.hasPrefix("0o") ? String(text.dropFirst(2)) : text
    guard let mode = Int(digits, radix: 8), (0...0o777).contains(mode), digits.utf8.allSatisfy(\.isDigit) else {
      throw wrong(text, is: "not a file mode", hint: "write it in octal: 0660")
    }
    return mode
  }

  /// Bytes: `65536`, `64k`, `16M`, `2G`; units are powers of 1024, `KiB` and `KB` mean the same.
  static func size(_ text: String) throws(ValueError) -> Int {
    let digits = text.utf8.prefix(while: \.isDigit)
    let number = Int(String(decoding: digits, as: UTF8.self))
    let unit = String(decoding: text.utf8.dropFirst(digits.count), as: UTF8.self).trimmed.lowercased()
    let factors = ["": 1, "b": 1, "k": 1 << 10, "m": 1 << 20, "g": 1 << 30, "t": 1 << 40]
    let letter = unit.count > 1 && unit.hasSuffix("b") ? String(unit.prefix(1)) : unit
    guard let number, let factor = factors[letter], unit.count <= 1 || ["b", "ib"].contains(unit.dropFirst()) else {
      throw wrong(text, is: "not a size", hint: "write bytes, or a number with k, M, G or T: 64M")
    }
    let (bytes, overflow) = number.multipliedReportingOverflow(by: factor)
    guard !overflow else { throw wrong(text, is: "too large a size", hint: "write less than 8,000,000T") }
    return bytes
  }

  /// JSON; what looks like Python is told what JSON has in its place.
  static func json(_ text: String) throws(ValueError) -> JSONValue {
    do throws(JSONError) {
      return try JSONParser.parse(text)
    } catch {
      throw ValueError("this is not JSON: \(error)", hint: jsonHint(text), line: error.line)
    }
  }

  private static func jsonHint(_ text: String) -> String? {
    let bytes = text.utf8
    if bytes.contains(UInt8(ascii: "'")) { return "JSON's quotation mark is \"" }
    if bytes.contains(where: { $0 == UInt8(ascii: "*") || $0 == UInt8(ascii: "+") })
      && !bytes.contains(UInt8(ascii: ":"))
      || text.firstIndex(ofASCII: "*") != nil && bytes.contains(where: \.isDigit)
    {
      return "JSON does not calculate: write the product as a number"
    }
    for (python, json) in [("True", "true"), ("False", "false"), ("None", "null")] where text.contains(python) {
      return "write \(json) for \(python)"
    }
    return nil
  }

  /// `'text' is …`, with a word about remarks behind values, which INI does not have.
  static func wrong(_ text: String, is what: String, hint: String) -> ValueError {
    let hasRemark = text.firstIndex(ofASCII: " ;") != nil || text.firstIndex(ofASCII: " #") != nil
    let addition = hasRemark ? "; a remark needs a line of its own" : ""
    return ValueError("'\(text.shortened)' is \(what)", hint: hint + addition)
  }
}
