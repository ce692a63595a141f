/// The defaults recorded while one value is decoded, and how many were asked for.
struct DefaultFrame: Sendable {
  struct Record: Sendable {
    let value: any DefaultedValue
    /// The type in whose declaration it stands.
    let owner: String
  }

  /// Nil while it is not known: then the order of the properties is assumed.
  let order: DefaultOrder?
  var records: [Record] = []
  private(set) var suppliesSome = false
  private var asked: Int32 = 0

  init(order: DefaultOrder?) { self.order = order }

  /// One default, one asked for: no question which.
  var isUnambiguous: Bool { records.count == 1 && asked == 1 }

  mutating func nextPlace() -> Int32 {
    defer { asked += 1 }
    return asked
  }

  mutating func nextDefault<Defaulted: DefaultedValue>(of type: Defaulted.Type) -> Defaulted? {
    let place = nextPlace()
    guard var found = recorded(place: Int(place), as: type) else { return nil }
    suppliesSome = true
    found.place = place
    return found
  }

  /// Without a known order any of the type will do: the value is only looked at to learn the order, and decoded again.
  private func recorded<Defaulted: DefaultedValue>(place: Int, as type: Defaulted.Type) -> Defaulted? {
    if let order { return order.record(at: place, of: records)?.value as? Defaulted }
    if records.indices.contains(place), let likely = records[place].value as? Defaulted { return likely }
    return records.lazy.compactMap { $0.value as? Defaulted }.first
  }
}
