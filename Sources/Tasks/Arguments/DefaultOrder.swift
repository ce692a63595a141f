import Synchronization

/// In which order a type asks for its defaulted properties, compared with the order in which it declares them. They differ
/// only where an author's `CodingKeys` list the properties in another order; learned from the first decoded value.
struct DefaultOrder: Sendable {
  /// By declaration: the place in the order of asking.
  private let places: [Int32]
  private let typeName: String

  /// - Parameter value: decoded by us, so that each `Default` in it knows its place.
  init<Value>(of value: Value, type: Value.Type) {
    places = Mirror(reflecting: value).children.compactMap { ($0.value as? any DefaultedValue)?.place }
    let name = String(describing: type)
    typeName = String(name.prefix { $0 != "<" })
  }

  /// Which of these records belongs to the property that is the `place`-th to be asked for.
  func record(at place: Int, of records: [DefaultFrame.Record]) -> DefaultFrame.Record? {
    guard let declared = places.firstIndex(of: Int32(place)) else { return nil }
    let own = own(records)
    return own.indices.contains(declared) ? own[declared] : nil
  }

  /// Whether there is exactly one record for each property. Some properties may have no default; then their place is unclear.
  func accounts(for records: [DefaultFrame.Record]) -> Bool { own(records).count == places.count }

  /// Nothing foreign among the records, and asked for in the order of declaration.
  func isAsDeclared(_ records: [DefaultFrame.Record]) -> Bool {
    records.count == places.count && places == Array(0..<Int32(places.count))
  }

  /// Without those that other types made in the initial values of plain properties.
  private func own(_ records: [DefaultFrame.Record]) -> [DefaultFrame.Record] {
    records.count == places.count ? records : records.filter { $0.owner == typeName }
  }
}

extension DefaultOrder {
  private static let learned = Mutex<[ObjectIdentifier: DefaultOrder]>([:])

  static func known(for type: Any.Type) -> DefaultOrder? { learned.withLock { $0[ObjectIdentifier(type)] } }

  static func learn(_ order: DefaultOrder, for type: Any.Type) {
    learned.withLock { $0[ObjectIdentifier(type)] = order }
  }
}
