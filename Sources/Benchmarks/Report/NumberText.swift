import TaskModel

/// Numbers as people read them: three significant digits, thousands apart.
enum NumberText {
  static func short(_ value: Double) -> String {
    let magnitude = abs(value)
    if magnitude >= 100 { return grouped(Int64(saturating: value)) }
    return fixed(value, decimals: magnitude >= 10 ? 1 : magnitude >= 1 ? 2 : 3)
  }

  static func ratio(_ value: Double) -> String { fixed(value, decimals: 2) + "×" }

  static func goal(_ goal: Reading.Goal) -> String {
    switch goal {
    case .atLeast(let value): "≥ \(short(value))"
    case .atMost(let value): "≤ \(short(value))"
    }
  }

  private static func grouped(_ value: Int64) -> String {
    var groups: [String] = []
    var rest = value.magnitude
    while rest >= 1000 {
      groups.append(String(String(1000 + rest % 1000).dropFirst()))
      rest /= 1000
    }
    return (value < 0 ? "-" : "") + ([String(rest)] + groups.reversed()).joined(separator: ",")
  }

  private static func fixed(_ value: Double, decimals: Int) -> String {
    let scale = (0..<decimals).reduce(Int64(1)) { scale, _ in scale * 10 }
    let scaled = Int64(saturating: abs(value) * Double(scale))
    let fraction = String(String(scale + scaled % scale).dropFirst())
    return (value < 0 ? "-" : "") + "\(scaled / scale)" + (decimals > 0 ? ".\(fraction)" : "")
  }
}
