import Schedules

/// Zones that were looked up once already: entries tend to name the same few.
struct ZoneCache {
  private let catalog: ZoneCatalog
  private var known: [String: ZoneRules] = [:]

  init(_ catalog: ZoneCatalog) { self.catalog = catalog }

  mutating func rules(_ name: String) throws(ValueError) -> ZoneRules {
    if let rules = known[name] { return rules }
    let rules = try catalog.rules(name)
    known[name] = rules
    return rules
  }
}
