/// One thing that is wrong, or worth knowing, in the configuration: where it is, what it is, what would be right.
package struct Problem: Error, Hashable, Sendable, CustomStringConvertible {
  package enum Severity: String, Hashable, Sendable {
    /// The daemon does not start with it.
    case error
    /// It starts; someone should know nevertheless.
    case notice
  }

  package var severity: Severity
  /// Nil for what stands in no file: the environment, the command line.
  package var file: String?
  /// From 1; nil for the file as a whole.
  package var line: Int?
  package var message: String
  /// What would be right.
  package var hint: String?

  package init(
    as severity: Severity = .error, file: String? = nil, line: Int? = nil, _ message: String, hint: String? = nil
  ) {
    self.severity = severity
    self.file = file
    self.line = line
    self.message = message
    self.hint = hint
  }

  package init(as severity: Severity = .error, at origin: Origin, _ message: String, hint: String? = nil) {
    switch origin {
    case .file(let location):
      self.init(as: severity, file: location.file, line: location.line, message, hint: hint)
    case .environment(let name):
      self.init(as: severity, "environment variable \(name): \(message)", hint: hint)
    case .commandLine(let flag):
      self.init(as: severity, "\(flag): \(message)", hint: hint)
    case .builtIn:
      self.init(as: severity, message, hint: hint)
    }
  }

  package init(as severity: Severity = .error, at location: SourceLocation, _ message: String, hint: String? = nil) {
    self.init(as: severity, file: location.file, line: location.line, message, hint: hint)
  }

  /// The same without these secrets.
  func hiding(_ secrets: some Collection<String>) -> Problem {
    var problem = self
    problem.message = SecretMask.hide(secrets, in: message)
    problem.hint = hint.map { SecretMask.hide(secrets, in: $0) }
    return problem
  }

  /// `file:line: message; hint`, with `notice: ` before the message of a notice: one line for a terminal or an editor.
  package var description: String {
    var text = ""
    if let file {
      text += line.map { "\(file):\($0): " } ?? "\(file): "
    }
    if severity == .notice { text += "notice: " }
    text += message
    if let hint { text += "; \(hint)" }
    return text
  }
}

extension [Problem] {
  /// By file in the order given, then by line; what belongs to no file comes first. Each once.
  func sorted(byFiles files: [String]) -> [Problem] {
    var seen: Set<Problem> = []
    let ranks = Dictionary(files.enumerated().map { ($1, $0) }, uniquingKeysWith: { first, _ in first })
    let keyed = filter { seen.insert($0).inserted }.enumerated().map { order, problem in
      (
        rank: problem.file.map { ranks[$0] ?? files.count } ?? -1, line: problem.line ?? 0, order: order,
        problem: problem
      )
    }
    return keyed.sorted { ($0.rank, $0.line, $0.order) < ($1.rank, $1.line, $1.order) }.map(\.problem)
  }

  package var errors: [Problem] { filter { $0.severity == .error } }
  package var notices: [Problem] { filter { $0.severity == .notice } }
}
