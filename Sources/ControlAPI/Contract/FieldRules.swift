import TaskModel

/// The members of one request's object: each known, of the right kind, and there if it must be.
struct FieldRules: Sendable {
  let rules: [FieldRule]
  /// Names that exclude each other, such as `countdown` and `eta`.
  let exclusive: [(String, String)]

  init(_ rules: [FieldRule], exclusive: [(String, String)] = []) {
    self.rules = rules
    self.exclusive = exclusive
  }

  static let none = FieldRules([])

  /// The object without its nulls, which count as absent. Throws what is wrong with the first wrong member.
  func checked(_ object: JSONObject) throws(ControlProblem) -> JSONObject {
    var checked = JSONObject()
    for (name, value) in object where !value.isNull {
      let rule = try rule(name)
      guard rule.kind.accepts(value) else { throw wrongValue(rule, value) }
      checked[name] = value
    }
    for rule in rules where rule.isRequired && checked[rule.name] == nil {
      throw ControlProblem(.invalidArgument, "'\(rule.name)' is missing: \(rule.expectation)", argument: rule.name)
    }
    for (one, other) in exclusive where checked[one] != nil && checked[other] != nil {
      throw ControlProblem(.invalidArgument, "'\(one)' and '\(other)' exclude each other: give one", argument: other)
    }
    return checked
  }

  /// The object that a query stands for.
  func checked(_ query: [(name: String, value: String)]) throws(ControlProblem) -> JSONObject {
    var object = JSONObject()
    for (name, text) in query {
      let rule = try rule(name)
      let value = rule.kind.value(ofText: text)
      if rule.kind.isList {
        object[name] = .array((object[name]?.arrayValue ?? []) + [value])
      } else if object[name] == nil {
        object[name] = value
      } else {
        throw ControlProblem(.invalidArgument, "'\(name)' is given more than once", argument: name)
      }
    }
    return try checked(object)
  }

  private func rule(_ name: String) throws(ControlProblem) -> FieldRule {
    if let rule = rules.first(where: { $0.name == name }) { return rule }
    let names = rules.map(\.name)
    let known = names.isEmpty ? "there are none here" : "known are \(names.joined(separator: ", "))"
    throw ControlProblem(
      .invalidArgument, "'\(name)' is not a field of this request: \(known)", argument: name,
      suggestion: nearestName(to: name, among: names))
  }

  private func wrongValue(_ rule: FieldRule, _ value: JSONValue) -> ControlProblem {
    let shown = value.shortText
    return ControlProblem(
      .invalidArgument, "'\(rule.name)' is \(shown), not \(rule.expectation)", argument: rule.name)
  }
}

extension JSONValue {
  /// The value where it is short, otherwise what kind of value it is.
  fileprivate var shortText: String {
    switch self {
    case .array(let elements) where elements.count > 8: return kind
    case .object(let object) where object.count > 4: return kind
    case .string(let text) where text.utf8.count > 60: return kind
    default:
      let text = description
      return text.utf8.count <= 62 ? text : kind
    }
  }
}
