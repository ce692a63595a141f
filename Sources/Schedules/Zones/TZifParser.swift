/// Reads a compiled time zone file, version 1 to 4 and later compatible ones (RFC 9636, which replaced RFC 8536).
///
/// Only offsets are kept: abbreviations and the daylight flag do not matter for when something is due. Files that count
/// leap seconds (the `right/` tree) are refused, since timestamps here do not.
struct TZifParser {
  private let zone: String
  private let bytes: [UInt8]
  private var position = 0

  /// No zone has more than a few hundred changes.
  private static let transitionLimit = 10_000

  private struct Header {
    var version: UInt8
    var utcIndicators: Int
    var standardIndicators: Int
    var leapSeconds: Int
    var transitions: Int
    var types: Int
    var characters: Int

    func bodySize(timeSize: Int) -> Int {
      transitions * (timeSize + 1) + types * 6 + characters + leapSeconds * (timeSize + 4) + standardIndicators
        + utcIndicators
    }
  }

  struct Table {
    /// Before the first transition.
    var initialOffset: Int64
    var transitions: [(at: Int64, offset: Int64)]
    var footer: PosixTimeZone?
  }

  static func parse(_ bytes: [UInt8], zone: String) throws(ZoneError) -> Table {
    var parser = TZifParser(zone: zone, bytes: bytes)
    return try parser.file()
  }

  private init(zone: String, bytes: [UInt8]) {
    self.zone = zone
    self.bytes = bytes
  }

  private func failure(_ reason: String) -> ZoneError { ZoneError(zone: zone, reason: reason) }

  private mutating func file() throws(ZoneError) -> Table {
    let first = try header()
    guard first.version >= UInt8(ascii: "2") else { return try table(first, timeSize: 4) }
    // The old block stands before the new one for readers of long ago.
    _ = try take(first.bodySize(timeSize: 4), "the version 1 block")
    var table = try table(try header(), timeSize: 8)
    table.footer = try footer()
    return table
  }

  private mutating func take(_ count: Int, _ what: String) throws(ZoneError) -> ArraySlice<UInt8> {
    guard bytes.count - position >= count else {
      throw failure("the file ends inside \(what), at byte \(bytes.count)")
    }
    defer { position += count }
    return bytes[position..<position + count]
  }

  private mutating func integer(_ size: Int, _ what: String) throws(ZoneError) -> Int64 {
    let field = try take(size, what)
    let bits = field.reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
    return size == 4 ? Int64(Int32(truncatingIfNeeded: bits)) : Int64(bitPattern: bits)
  }

  private mutating func count(_ what: String) throws(ZoneError) -> Int {
    Int(UInt32(truncatingIfNeeded: try integer(4, what)))
  }

  private mutating func header() throws(ZoneError) -> Header {
    let magic = try take(4, "the magic number")
    guard magic.elementsEqual("TZif".utf8) else {
      throw failure("not a compiled time zone file: it does not have 'TZif' at byte \(position - 4)")
    }
    let version = try take(16, "the header").first ?? 0
    return Header(
      version: version, utcIndicators: try count("the header"), standardIndicators: try count("the header"),
      leapSeconds: try count("the header"), transitions: try count("the header"), types: try count("the header"),
      characters: try count("the header"))
  }

  private mutating func table(_ header: Header, timeSize: Int) throws(ZoneError) -> Table {
    guard header.leapSeconds == 0 else {
      throw failure("it counts leap seconds, the system's clock does not; take the file outside 'right/'")
    }
    guard header.types >= 1 else { throw failure("it has no offset at all") }
    guard header.transitions <= Self.transitionLimit else {
      throw failure("it has \(header.transitions) changes, more than \(Self.transitionLimit)")
    }
    let times = try transitionTimes(header.transitions, timeSize: timeSize)
    let kinds = try take(header.transitions, "the transition types")
    let offsets = try offsets(header.types)
    _ = try take(
      header.characters + header.standardIndicators + header.utcIndicators, "the abbreviations and indicators")
    var transitions: [(at: Int64, offset: Int64)] = []
    transitions.reserveCapacity(times.count)
    for (time, kind) in zip(times, kinds) {
      guard Int(kind) < offsets.count else {
        throw failure("a change refers to offset \(kind) of \(offsets.count)")
      }
      transitions.append((time, offsets[Int(kind)]))
    }
    return Table(initialOffset: offsets[0], transitions: transitions, footer: nil)
  }

  private mutating func transitionTimes(_ count: Int, timeSize: Int) throws(ZoneError) -> [Int64] {
    var times: [Int64] = []
    var previous: Int64?
    for _ in 0..<count {
      let time = try integer(timeSize, "the transition times")
      if let previous, previous >= time { throw failure("its changes are not in order of time") }
      previous = time
      times.append(min(max(time, ZoneRules.earliest), ZoneRules.latest))
    }
    return times
  }

  private mutating func offsets(_ count: Int) throws(ZoneError) -> [Int64] {
    var offsets: [Int64] = []
    for _ in 0..<count {
      let offset = try integer(4, "the offsets")
      _ = try take(2, "the offsets")
      guard abs(offset) < ZoneRules.largestOffset else {
        throw failure("an offset of \(offset) s; none may be more than a day and a bit")
      }
      offsets.append(offset)
    }
    return offsets
  }

  /// A line of its own; empty when there is no rule for the future.
  private mutating func footer() throws(ZoneError) -> PosixTimeZone? {
    guard try take(1, "the footer").first == 0x0A else { throw failure("the footer is not a line of its own") }
    let rest = bytes[position...]
    guard let end = rest.firstIndex(of: 0x0A) else { throw failure("the footer is not closed by a newline") }
    guard end > position else { return nil }
    do { return try PosixTimeZoneParser.parse(rest[..<end]) } catch { throw failure(error.reason) }
  }
}
