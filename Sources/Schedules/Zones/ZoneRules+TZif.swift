import TaskModel

extension ZoneRules {
  /// From the bytes of a TZif file, such as `/usr/share/zoneinfo/Europe/Helsinki`. Bytes that are no such file, or one
  /// that contradicts itself, throw ``ZoneError``.
  public init(name: String, tzif bytes: [UInt8]) throws(ZoneError) {
    let table = try TZifParser.parse(bytes, zone: name)
    var builder = ZoneTable(initialOffset: table.initialOffset)
    for transition in table.transitions { builder.append(transition.at, transition.offset) }
    let cycleStart = table.footer.flatMap { builder.append($0, after: table.transitions.last?.at) }
    self.init(name: name, starts: builder.starts, offsets: builder.offsets, cycleStart: cycleStart)
  }
}

/// Collects changes and leaves out those that change nothing.
private struct ZoneTable {
  private(set) var starts: [Int64]
  private(set) var offsets: [Int64]

  init(initialOffset: Int64) {
    starts = [ZoneRules.earliest]
    offsets = [initialOffset]
  }

  mutating func append(_ start: Int64, _ offset: Int64) {
    if start == starts.last, starts.count > 1 {
      starts.removeLast()
      offsets.removeLast()
    }
    guard offset != offsets.last else { return }
    starts.append(start)
    offsets.append(offset)
  }

  /// Writes the rule out for a cycle and a bit after the last change of the file. Returns where the cycle begins.
  mutating func append(_ rule: PosixTimeZone, after last: Int64?) -> Int64? {
    guard rule.daylight != nil else {
      if last == nil { append(ZoneRules.earliest, rule.standardOffset) }
      return nil
    }
    let year = last.map { CivilTime(Timestamp(zoneSeconds: $0)).year } ?? 1900
    guard (-100_000...100_000).contains(year) else { return nil }
    var cycleStart: Int64?
    for transition in rule.transitions(inYears: year...(year + 402)) where transition.at > last ?? .min {
      let count = starts.count
      append(transition.at, transition.offset)
      if cycleStart == nil, starts.count > count { cycleStart = transition.at }
    }
    return cycleStart.flatMap { starts.contains($0) ? $0 : nil }
  }
}
