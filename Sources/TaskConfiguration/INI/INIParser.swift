/// Reads INI as Python's `configparser` does (https://docs.python.org/3/library/configparser.html#supported-ini-file-structure):
/// `key = value` or `key: value`, continuation lines indented deeper than their key, comments on lines of their own with
/// `#` or `;`, keys without letter case, sections and keys not repeated. Interpolation comes later.
///
/// Everything wrong is collected, with its line; what could be read is given back all the same.
struct INIParser {
  /// A file that is no INI at all is not listed line by line.
  static let problemLimit = 100

  private let file: String
  private var document: INIDocument
  private var problems: [Problem] = []
  /// The indentation of the last key; nil when a continuation has nothing to continue.
  private var keyIndentation: Int?
  /// Blank lines seen since the last line of the value: they count when the value goes on.
  private var pendingBlankLines: [Int] = []
  private var hasReportedStrayLine = false

  /// - Parameters:
  ///   - file: its name in messages.
  ///   - directory: what `%(here)s` stands for in it.
  static func parse(_ bytes: [UInt8], file: String, directory: String) -> (document: INIDocument, problems: [Problem]) {
    var parser = INIParser(file: file, directory: directory)
    parser.read(bytes)
    return (parser.document, parser.problems)
  }

  private init(file: String, directory: String) {
    self.file = file
    document = INIDocument(file: file, directory: directory)
  }

  private mutating func read(_ bytes: [UInt8]) {
    if bytes.starts(with: [0xFF, 0xFE]) || bytes.starts(with: [0xFE, 0xFF]) {
      problems.append(Problem(file: file, line: 1, "the file is UTF-16", hint: "save it as UTF-8"))
      return
    }
    let content = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? bytes[3...] : bytes[...]
    var number = 0
    for line in INILines(content) {
      number += 1
      read(line: line, number: number)
      guard problems.count < Self.problemLimit else {
        let message = "more than \(Self.problemLimit) problems, the rest is not listed"
        problems.append(Problem(file: file, line: number, message, hint: "is this an INI file?"))
        return
      }
    }
  }

  private mutating func report(_ number: Int, _ message: String, hint: String? = nil) {
    problems.append(Problem(file: file, line: number, message, hint: hint))
  }

  private mutating func read(line bytes: ArraySlice<UInt8>, number: Int) {
    guard let line = String(validating: bytes, as: UTF8.self) else {
      report(number, "these bytes are not UTF-8 text", hint: "save the file as UTF-8")
      return
    }
    if let control = bytes.first(where: { $0 < 0x20 && $0 != 0x09 || $0 == 0x7F }) {
      report(number, "a control character (byte \(control)) stands in the text", hint: "remove it")
      return
    }
    let text = line.trimmed
    guard let first = text.utf8.first else {
      if keyIndentation != nil { pendingBlankLines.append(number) }
      return
    }
    if first == UInt8(ascii: "#") || first == UInt8(ascii: ";") { return }
    let indentation = bytes.prefix { $0 == 0x20 || $0 == 0x09 }.count
    if let keyIndentation, indentation > keyIndentation {
      continueValue(text, number: number)
    } else if first == UInt8(ascii: "[") {
      openSection(text, number: number)
    } else {
      readEntry(text, indentation: indentation, number: number)
    }
  }

  private mutating func continueValue(_ text: String, number: Int) {
    let blankLines = pendingBlankLines
    pendingBlankLines = []
    document.updateLast { section in
      section.extendLastEntry(blankLines.map { ($0, "") } + [(number, text)])
    }
  }

  private mutating func openSection(_ text: String, number: Int) {
    (keyIndentation, pendingBlankLines, hasReportedStrayLine) = (nil, [], false)
    var name = text.after(text.startIndex)
    if let bracket = name.utf8.lastIndex(of: UInt8(ascii: "]")) {
      let rest = name.after(bracket).trimmed
      if !rest.isEmpty {
        report(number, "'\(rest)' stands behind the section's closing bracket", hint: "give it a line of its own")
      }
      name = name.before(bracket)
    } else {
      report(number, "the section's closing bracket is missing", hint: "write [\(name.trimmed)]")
    }
    name = name.trimmed
    if name.isEmpty { report(number, "the section has no name", hint: "write [tasksd], for instance") }
    if let earlier = document[section: name] {
      report(
        number, "section [\(name)] is repeated, it began on line \(earlier.location.line) already",
        hint: "merge the two or rename one")
    }
    document.append(INISection(name: name, location: SourceLocation(file: file, line: number)))
  }

  private mutating func readEntry(_ text: String, indentation: Int, number: Int) {
    (keyIndentation, pendingBlankLines) = (nil, [])
    guard let section = document.sections.last else {
      if !hasReportedStrayLine {
        report(number, "'\(text.shortened)' stands before any section", hint: "begin with [tasksd]")
      }
      hasReportedStrayLine = true
      return
    }
    guard let delimiter = text.utf8.firstIndex(where: { $0 == UInt8(ascii: "=") || $0 == UInt8(ascii: ":") }) else {
      report(
        number, "'\(text.shortened)' has no value",
        hint: "write \(text.shortened) = VALUE, or indent the line if it continues the one above")
      return
    }
    keyIndentation = indentation
    let key = text.before(delimiter).trimmed
    let value = text.after(delimiter).trimmed
    guard !key.isEmpty else {
      report(
        number, "the name before '\(text.utf8[delimiter] == UInt8(ascii: "=") ? "=" : ":")' is missing",
        hint: "write NAME = VALUE")
      keyIndentation = nil
      return
    }
    if let earlier = section[key] {
      report(
        number, "\(key) is repeated, it stands on line \(earlier.location.line) already", hint: "keep one of the two")
    }
    let entry = INIEntry(
      key: key, value: value, location: SourceLocation(file: file, line: number), directory: document.directory)
    document.updateLast { $0.append(entry) }
  }
}
