import TaskModel

extension JSONValue {
  /// The kind of the value and, where it is short, the value.
  var excerpt: String {
    switch self {
    case .null: return kind
    case .array(let elements): return "\(kind) of \(elements.count)"
    case .object: return kind
    default:
      let text = description
      return text.utf8.count <= 40 ? "\(kind) \(text)" : kind
    }
  }

  /// What stands in one of the two-member objects by which Celery marks what JSON has no word for
  /// (kombu, `utils/json.py`: `{"__type__": "datetime", "__value__": …}`).
  func extended(_ types: String...) -> JSONValue? {
    guard case .object(let object) = self, object.count == 2, let type = object["__type__"]?.stringValue,
      types.contains(type)
    else { return nil }
    return object["__value__"]
  }
}
