import TaskModel

/// The members of an object under construction, in the order in which they were written; a name written twice keeps its
/// place and its last value. Small objects are searched, large ones (dictionaries) looked up.
struct KeyedParts {
  private static let searchLimit = 16

  private var members: [(key: String, part: ValueEncoder.Part)] = []
  private var places: [String: Int] = [:]

  mutating func set(_ part: ValueEncoder.Part, for key: String) {
    if let place = place(of: key) {
      members[place].part = part
      return
    }
    members.append((key, part))
    if members.count > Self.searchLimit { index(through: members.count) }
  }

  var json: JSONObject { JSONObject(unique: members.map { ($0.key, $0.part.json) }) }

  private func place(of key: String) -> Int? {
    members.count > Self.searchLimit ? places[key] : members.firstIndex { $0.key == key }
  }

  private mutating func index(through end: Int) {
    for place in places.count..<end { places[members[place].key] = place }
  }
}
