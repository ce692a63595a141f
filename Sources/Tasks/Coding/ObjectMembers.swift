import TaskModel

/// Looks up members of an object, as spelled or in snake_case. Small objects are searched, large ones (dictionaries) get
/// an index.
struct ObjectMembers {
  private static let searchLimit = 16

  let object: JSONObject
  private let places: [String: Int]

  init(_ object: JSONObject) {
    self.object = object
    guard object.count > Self.searchLimit else {
      places = [:]
      return
    }
    let keys = object.members.enumerated().map { ($1.key, $0) }
    places = Dictionary(keys, uniquingKeysWith: { _, last in last })
  }

  subscript(name: String) -> JSONValue? {
    if object.count > Self.searchLimit {
      return (places[name] ?? places[SnakeCase.text(of: name)]).map { object.members[$0].value }
    }
    return object.members.first { $0.key == name }?.value
      ?? object.members.first { SnakeCase.matches($0.key, name) }?.value
  }
}
