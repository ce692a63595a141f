import Tasks

/// The values of a statement as libpq takes them.
///
/// Each is what it would be if it were written into the statement: a text is of whatever type is needed there (`uuid`, `jsonb`,
/// `timestamptz`, an enumeration), a whole number is an `int4` and, where it does not fit, an `int8`.
struct BoundValues {
  private static let limit = 65_535
  private static let (textual, binary): (CInt, CInt) = (0, 1)

  let types: [UInt32]
  private var bytes: [UInt8] = []
  private var starts: [Int?] = []
  private var lengths: [CInt] = []
  private var formats: [CInt] = []

  var count: CInt { CInt(types.count) }

  /// Throws what PostgreSQL cannot take, naming the placeholder.
  init(_ values: [SQLValue], statement: String, place: String) throws(DatabaseError) {
    func problem(_ text: String) -> DatabaseError {
      DatabaseError(.value, message: text, statement: statement, place: place)
    }
    guard values.count <= Self.limit else {
      throw problem("\(values.count) values are more than the \(Self.limit) a statement may have")
    }
    if statement.utf8.contains(0) { throw problem("the statement contains a NUL character") }
    types = values.map(Self.type)
    for (index, value) in values.enumerated() {
      if case .text(let text) = value, text.utf8.contains(0) {
        throw problem(
          "the value for $\(index + 1) contains a NUL character, which a text of PostgreSQL cannot: use Data")
      }
      if !add(value) { throw problem("the value for $\(index + 1) is larger than 1 GiB") }
    }
  }

  private static func type(_ value: SQLValue) -> UInt32 {
    switch value {
    case .null, .text: TypeNumber.unspecified
    case .bool: TypeNumber.bool.rawValue
    case .integer(let number): (Int32(exactly: number) == nil ? TypeNumber.int8 : .int4).rawValue
    case .double: TypeNumber.float8.rawValue
    case .blob: TypeNumber.bytea.rawValue
    }
  }

  /// False where it is too large.
  private mutating func add(_ value: SQLValue) -> Bool {
    switch value {
    case .null:
      starts.append(nil)
      lengths.append(0)
      formats.append(Self.textual)
      return true
    case .bool(let value): return add((value ? "t" : "f").utf8, Self.textual)
    case .integer(let value): return add(String(value).utf8, Self.textual)
    case .double(let value): return add(value.description.utf8, Self.textual)
    case .text(let value): return add(value.utf8, Self.textual)
    case .blob(let value): return add(value, Self.binary)
    }
  }

  private mutating func add(_ value: some Collection<UInt8>, _ format: CInt) -> Bool {
    guard value.count <= 1 << 30 else { return false }
    starts.append(bytes.count)
    bytes += value
    bytes.append(0)
    lengths.append(CInt(value.count))
    formats.append(format)
    return true
  }

  /// Calls `body` with the values, their lengths and formats.
  func withPointers<Result>(
    _ body: (LibPQ.Texts?, UnsafePointer<CInt>?, UnsafePointer<CInt>?) -> Result
  ) -> Result {
    bytes.withUnsafeBytes { buffer in
      let start = buffer.baseAddress?.assumingMemoryBound(to: CChar.self)
      let values = starts.map { offset in offset.flatMap { offset in start.map { $0 + offset } } }
      return values.withUnsafeBufferPointer { values in
        lengths.withUnsafeBufferPointer { lengths in
          formats.withUnsafeBufferPointer { body(values.baseAddress, lengths.baseAddress, $0.baseAddress) }
        }
      }
    }
  }
}
