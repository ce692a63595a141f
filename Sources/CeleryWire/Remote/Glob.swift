/// Shell wildcards as Python's `fnmatchcase` has them: `*` any text, `?` any character, `[abc]`, `[a-z]`, `[!abc]`. Nothing
/// escapes; a `[` without its `]` stands for itself.
package struct Glob {
  private enum Part {
    case any
    case one
    case literal(Unicode.Scalar)
    case set([ClosedRange<Unicode.Scalar>], isNegated: Bool)
  }

  private let parts: [Part]

  package init(_ pattern: String) {
    let scalars = Array(pattern.unicodeScalars)
    var parts: [Part] = []
    var position = 0
    while position < scalars.count {
      let scalar = scalars[position]
      position += 1
      switch scalar {
      case "*": parts.append(.any)
      case "?": parts.append(.one)
      case "[":
        if let (set, next) = Self.set(in: scalars, from: position) {
          parts.append(set)
          position = next
        } else {
          parts.append(.literal(scalar))
        }
      default: parts.append(.literal(scalar))
      }
    }
    self.parts = parts
  }

  /// What stands between the brackets, and the place behind them; nil where none closes. A `]` that stands first belongs
  /// to the set.
  private static func set(in scalars: [Unicode.Scalar], from start: Int) -> (Part, next: Int)? {
    var first = start
    let isNegated = first < scalars.count && scalars[first] == "!"
    if isNegated { first += 1 }
    let searchStart = min(first + 1, scalars.count)
    guard let end = scalars[searchStart...].firstIndex(of: "]") else { return nil }
    var ranges: [ClosedRange<Unicode.Scalar>] = []
    var position = first
    while position < end {
      let low = scalars[position]
      if position + 2 < end, scalars[position + 1] == "-" {
        // A range the wrong way round holds nothing, as in Python.
        let high = scalars[position + 2]
        if low <= high { ranges.append(low...high) }
        position += 3
      } else {
        ranges.append(low...low)
        position += 1
      }
    }
    return (.set(ranges, isNegated: isNegated), end + 1)
  }

  /// Over the whole text. Goes back at most to the last `*`, so that no pattern takes more than length × length steps.
  package func matches(_ text: String) -> Bool {
    let scalars = Array(text.unicodeScalars)
    var (part, place) = (0, 0)
    var retry: (part: Int, place: Int)?
    while place < scalars.count {
      if part < parts.count, case .any = parts[part] {
        retry = (part + 1, place)
        part += 1
      } else if part < parts.count, Self.fits(parts[part], scalars[place]) {
        part += 1
        place += 1
      } else if let last = retry {
        retry = (last.part, last.place + 1)
        (part, place) = (last.part, last.place + 1)
      } else {
        return false
      }
    }
    return parts[part...].allSatisfy { if case .any = $0 { true } else { false } }
  }

  private static func fits(_ part: Part, _ scalar: Unicode.Scalar) -> Bool {
    switch part {
    case .any: false
    case .one: true
    case .literal(let wanted): wanted == scalar
    case .set(let ranges, let isNegated): ranges.contains { $0.contains(scalar) } != isNegated
    }
  }
}
