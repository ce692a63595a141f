import TaskModel

/// The answer of `ctl why` for people.
enum WhyView {
  static func text(_ reply: JSONValue) -> String {
    let id = reply["id"]?.stringValue ?? ""
    var lines = [reply["task"]?.stringValue.map { "\($0)[\(id)]" } ?? id]
    for reason in reply["reasons"]?.arrayValue ?? [] {
      lines.append("  \(reason["text"]?.stringValue ?? "")")
      if let advice = reason["advice"]?.stringValue { lines.append("    → \(advice)") }
    }
    return lines.joined(separator: "\n")
  }
}
