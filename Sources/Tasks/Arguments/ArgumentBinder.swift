import TaskModel

/// Hands the arguments of a call to the properties that ask for them, by the rules of a Python call: those given by
/// position in the order of the properties, the others by name.
///
/// A type does not list its properties; it asks for them, one by one, in the order of their declaration. The k-th name it
/// asks for is the k-th parameter.
final class ArgumentBinder {
  let arguments: TaskArguments
  /// Where a missing argument comes from, if the type has a default for each.
  private let fallback: (String) -> JSONValue?
  /// The names asked for so far.
  private var parameters: [String] = []
  private var takenKeywords = 0
  private var conflict: ArgumentError?

  init(_ arguments: TaskArguments, fallback: @escaping (String) -> JSONValue? = { _ in nil }) {
    self.arguments = arguments
    self.fallback = fallback
  }

  func value(for name: String) -> JSONValue? {
    let known = parameters.firstIndex(of: name)
    let index = known ?? parameters.count
    let keyword = arguments.keywords.isEmpty ? nil : keyword(for: name, isFirst: known == nil)
    if known == nil { parameters.append(name) }
    guard index < arguments.positional.count else { return keyword ?? fallback(name) }
    if keyword != nil { note(ArgumentError(path: name, message: "multiple values: by position and by name")) }
    return arguments.positional[index]
  }

  private func keyword(for name: String, isFirst: Bool) -> JSONValue? {
    let members = arguments.keywords.members
    let asSpelled = members.first { $0.key == name }
    if asSpelled != nil, members.count == 1 {
      if isFirst { takenKeywords += 1 }
      return asSpelled?.value
    }
    let inSnakeCase = members.first { SnakeCase.matches($0.key, name) }
    if isFirst { takenKeywords += (asSpelled == nil ? 0 : 1) + (inSnakeCase == nil ? 0 : 1) }
    if asSpelled != nil, let inSnakeCase {
      note(ArgumentError(path: name, message: "multiple values: also as '\(inSnakeCase.key)'"))
    }
    return (asSpelled ?? inSnakeCase)?.value
  }

  private func note(_ error: ArgumentError) { conflict = conflict ?? error }
}

/// The check after the type took what it wanted.
extension ArgumentBinder {
  /// What was given twice, not wanted, or unknown.
  func checkAllTaken() throws(ArgumentError) {
    if let conflict { throw conflict }
    try checkKeywords()
    try checkPositional()
  }

  /// Improves the error of a type that did not get what it wanted.
  func explain(_ error: ArgumentError) -> ArgumentError {
    if let conflict { return conflict }
    guard error.message == "missing", let name = error.path, parameters.contains(name) else { return error }
    let snake = SnakeCase.text(of: name)
    var message = snake == name ? "missing" : "missing (by name it is '\(name)' or '\(snake)')"
    if let typo = nearestName(to: snake, among: unclaimed) ?? nearestName(to: name, among: unclaimed) {
      message += "; '\(typo)' was given: did you mean '\(typo.contains("_") ? snake : name)'?"
    }
    return ArgumentError(path: name, message: message)
  }

  private var unclaimed: [String] {
    arguments.keywords.keys.filter { key in
      !parameters.contains { $0 == key || SnakeCase.matches(key, $0) }
    }
  }

  private func checkKeywords() throws(ArgumentError) {
    guard takenKeywords < arguments.keywords.count, let unknown = unclaimed.first else { return }
    var message = "unknown; the task takes \(parameterList)"
    let names = parameters + parameters.map(SnakeCase.text(of:))
    if let near = nearestName(to: unknown, among: names) { message += ". Did you mean '\(near)'?" }
    throw ArgumentError(path: unknown, message: message)
  }

  private func checkPositional() throws(ArgumentError) {
    let given = arguments.positional.count
    guard given > parameters.count else { return }
    let surplus = arguments.positional[parameters.count...].prefix(3).map(\.excerpt).joined(separator: ", ")
    throw ArgumentError(
      message: "takes \(parameterList), but \(given) arguments were given by position; surplus: \(surplus)")
  }

  private var parameterList: String {
    switch parameters.count {
    case 0: "no arguments"
    case 1: "1 argument (\(parameters[0]))"
    default: "\(parameters.count) arguments (\(parameters.joined(separator: ", ")))"
    }
  }
}
