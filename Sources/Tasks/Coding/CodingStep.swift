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

/// A coding key for any name or index.
struct PathKey: CodingKey {
  let stringValue: String
  let intValue: Int?

  init(stringValue: String) {
    self.stringValue = stringValue
    intValue = nil
  }

  init(intValue: Int) {
    stringValue = String(intValue)
    self.intValue = intValue
  }
}

/// The text of a coding path as people write it: `value.items[2].price`.
func pathText(_ path: [any CodingKey]) -> String {
  var text = ""
  for key in path {
    if let index = key.intValue {
      text += "[\(index)]"
    } else {
      text += text.isEmpty ? key.stringValue : "." + key.stringValue
    }
  }
  return text
}
