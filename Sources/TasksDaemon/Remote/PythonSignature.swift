import CeleryWire
import TaskModel

/// What a Python function takes by name, and Python's words for a call that does not fit.
struct PythonSignature {
  let function: String
  let required: [String]
  let optional: [String]
  /// `**kwargs`: further names do no harm.
  let takesMore: Bool

  init(_ function: String, _ required: [String] = [], optional: [String] = [], takesMore: Bool = true) {
    self.function = function
    self.required = required
    self.optional = optional
    self.takesMore = takesMore
  }

  /// Throws Python's `TypeError`.
  func check(_ arguments: JSONObject) throws(PythonException) {
    if !takesMore, let surplus = arguments.keys.first(where: { !required.contains($0) && !optional.contains($0) }) {
      throw PythonException("TypeError", "\(function)() got an unexpected keyword argument '\(surplus)'")
    }
    let missing = required.filter { arguments[$0] == nil }
    if missing.isEmpty { return }
    let plural = missing.count == 1 ? "" : "s"
    throw PythonException(
      "TypeError",
      "\(function)() missing \(missing.count) required positional argument\(plural): \(Self.list(missing))")
  }

  /// `'a'`, `'a' and 'b'`, `'a', 'b', and 'c'`.
  private static func list(_ names: [String]) -> String {
    let quoted = names.map { "'\($0)'" }
    guard let last = quoted.last, quoted.count > 1 else { return quoted.first ?? "" }
    if quoted.count == 2 { return "\(quoted[0]) and \(last)" }
    return quoted.dropLast().joined(separator: ", ") + ", and \(last)"
  }
}
