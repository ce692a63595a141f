import TaskModel

/// Reads elements of an array.
struct UnkeyedValueDecoding: UnkeyedDecodingContainer {
  let decoder: ValueDecoder
  let elements: [JSONValue]
  private(set) var currentIndex = 0

  init(decoder: ValueDecoder, elements: [JSONValue]) {
    self.decoder = decoder
    self.elements = elements
  }

  var codingPath: [any CodingKey] { decoder.codingPath }
  var count: Int? { elements.count }
  var isAtEnd: Bool { currentIndex >= elements.count }

  /// The index moves on only when the element could be read.
  private mutating func next<Value>(_ read: (JSONValue, CodingStep) throws -> Value) throws -> Value {
    guard !isAtEnd else { throw decoder.endOfArray(Value.self, at: currentIndex) }
    let value = try read(elements[currentIndex], .index(currentIndex))
    currentIndex += 1
    return value
  }

  private mutating func integer<Number: FixedWidthInteger>(_ type: Number.Type) throws -> Number {
    let decoder = decoder
    return try next { try decoder.integer(type, $0, $1) }
  }

  mutating func decodeNil() throws -> Bool {
    guard !isAtEnd else { throw decoder.endOfArray(JSONValue.self, at: currentIndex) }
    guard elements[currentIndex].isNull else { return false }
    currentIndex += 1
    return true
  }

  mutating func decode(_ type: Bool.Type) throws -> Bool { try next(decoder.bool) }
  mutating func decode(_ type: String.Type) throws -> String { try next(decoder.string) }
  mutating func decode(_ type: Double.Type) throws -> Double { try next(decoder.double) }
  mutating func decode(_ type: Float.Type) throws -> Float { Float(try next(decoder.double)) }
  mutating func decode(_ type: Int.Type) throws -> Int { try integer(type) }
  mutating func decode(_ type: Int8.Type) throws -> Int8 { try integer(type) }
  mutating func decode(_ type: Int16.Type) throws -> Int16 { try integer(type) }
  mutating func decode(_ type: Int32.Type) throws -> Int32 { try integer(type) }
  mutating func decode(_ type: Int64.Type) throws -> Int64 { try integer(type) }
  mutating func decode(_ type: Int128.Type) throws -> Int128 { try integer(type) }
  mutating func decode(_ type: UInt.Type) throws -> UInt { try integer(type) }
  mutating func decode(_ type: UInt8.Type) throws -> UInt8 { try integer(type) }
  mutating func decode(_ type: UInt16.Type) throws -> UInt16 { try integer(type) }
  mutating func decode(_ type: UInt32.Type) throws -> UInt32 { try integer(type) }
  mutating func decode(_ type: UInt64.Type) throws -> UInt64 { try integer(type) }
  mutating func decode(_ type: UInt128.Type) throws -> UInt128 { try integer(type) }

  mutating func decode<Value: Decodable>(_ type: Value.Type) throws -> Value {
    let decoder = decoder
    return try next { try decoder.session.decode(type, from: $0, below: decoder, step: $1) }
  }

  mutating func nestedContainer<Nested>(keyedBy type: Nested.Type) throws -> KeyedDecodingContainer<Nested> {
    try superDecoder().container(keyedBy: type)
  }

  mutating func nestedUnkeyedContainer() throws -> any UnkeyedDecodingContainer {
    try superDecoder().unkeyedContainer()
  }

  mutating func superDecoder() throws -> any Decoder {
    let decoder = decoder
    return try next { ValueDecoder($0, below: decoder, step: $1, session: decoder.session) }
  }
}
