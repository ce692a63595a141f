/// One step from the whole of a value to one of its parts.
enum CodingStep {
  case root
  case key(String)
  case index(Int)

  var codingKey: PathKey? {
    switch self {
    case .root: nil
    case .key(let name): PathKey(stringValue: name)
    case .index(let index): PathKey(intValue: index)
    }
  }
}
