/// The members of a JSON object, in the order in which they were written.
///
/// Objects on the road of a task are small, so a look-up walks the list. Two objects are equal when they have the same
/// members in whatever order.
public struct JSONObject: Sendable {
  public private(set) var members: [(key: String, value: JSONValue)]

  public init() { members = [] }

  /// The last of several members of one name counts, as in Python.
  public init(_ members: [(String, JSONValue)]) {
    self.members = []
    self.members.reserveCapacity(members.count)
    for (key, value) in members { self[key] = value }
  }

  /// For those who have looked at the names already: no two members share one.
  package init(unique members: [(key: String, value: JSONValue)]) { self.members = members }

  public var count: Int { members.count }
  public var isEmpty: Bool { members.isEmpty }
  public var keys: [String] { members.map(\.key) }

  public subscript(key: String) -> JSONValue? {
    get { members.first { JSONKey.same($0.key, key) }?.value }
    set {
      let index = members.firstIndex { JSONKey.same($0.key, key) }
      switch (index, newValue) {
      case (let index?, let value?): members[index].value = value
      case (let index?, nil): members.remove(at: index)
      case (nil, let value?): members.append((key, value))
      case (nil, nil): break
      }
    }
  }

  /// Both objects' members; `other` wins where both have one.
  public func merging(_ other: JSONObject) -> JSONObject {
    var merged = self
    for (key, value) in other.members { merged[key] = value }
    return merged
  }
}

extension JSONObject: Hashable {
  public static func == (left: JSONObject, right: JSONObject) -> Bool {
    left.count == right.count && left.members.allSatisfy { right[$0.key] == $0.value }
  }

  public func hash(into hasher: inout Hasher) {
    // Whatever the order of the members, as `==` has it.
    var sum = 0
    for member in members {
      var own = Hasher()
      own.combine(member.key)
      own.combine(member.value)
      sum ^= own.finalize()
    }
    hasher.combine(members.count)
    hasher.combine(sum)
  }
}

extension JSONObject: Sequence {
  public func makeIterator() -> IndexingIterator<[(key: String, value: JSONValue)]> { members.makeIterator() }
}

extension JSONObject: ExpressibleByDictionaryLiteral {
  public init(dictionaryLiteral elements: (String, JSONValue)...) { self.init(elements) }
}
