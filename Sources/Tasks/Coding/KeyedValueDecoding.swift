import TaskModel

/// Reads members of an object, or the arguments of a call.
struct KeyedValueDecoding<Key: CodingKey>: KeyedDecodingContainerProtocol {
  enum Members {
    case object(ObjectMembers)
    case call(ArgumentBinder)
  }

  let decoder: ValueDecoder
  let members: Members

  var codingPath: [any CodingKey] { decoder.codingPath }

  var allKeys: [Key] {
    switch members {
    case .object(let members): members.object.keys.compactMap(Key.init(stringValue:))
    case .call(let binder): binder.arguments.keywords.keys.compactMap(Key.init(stringValue:))
    }
  }

  private func value(_ key: Key) -> JSONValue? {
    switch members {
    case .object(let members): members[key.stringValue]
    case .call(let binder): binder.value(for: key.stringValue)
    }
  }

  private func required<Value>(_ key: Key, _ type: Value.Type) throws -> JSONValue {
    if let value = value(key) { return value }
    throw DecodingError.keyNotFound(key, DecodingError.Context(codingPath: codingPath, debugDescription: "missing"))
  }

  private func step(_ key: Key) -> CodingStep { .key(key.stringValue) }

  private func integer<Number: FixedWidthInteger>(_ type: Number.Type, _ key: Key) throws -> Number {
    try decoder.integer(type, try required(key, type), step(key))
  }

  func contains(_ key: Key) -> Bool { value(key) != nil }
  func decodeNil(forKey key: Key) -> Bool { value(key)?.isNull ?? true }

  func decode(_ type: Bool.Type, forKey key: Key) throws -> Bool {
    try decoder.bool(try required(key, type), step(key))
  }
  func decode(_ type: String.Type, forKey key: Key) throws -> String {
    try decoder.string(try required(key, type), step(key))
  }
  func decode(_ type: Double.Type, forKey key: Key) throws -> Double {
    try decoder.double(try required(key, type), step(key))
  }
  func decode(_ type: Float.Type, forKey key: Key) throws -> Float {
    Float(try decoder.double(try required(key, type), step(key)))
  }
  func decode(_ type: Int.Type, forKey key: Key) throws -> Int { try integer(type, key) }
  func decode(_ type: Int8.Type, forKey key: Key) throws -> Int8 { try integer(type, key) }
  func decode(_ type: Int16.Type, forKey key: Key) throws -> Int16 { try integer(type, key) }
  func decode(_ type: Int32.Type, forKey key: Key) throws -> Int32 { try integer(type, key) }
  func decode(_ type: Int64.Type, forKey key: Key) throws -> Int64 { try integer(type, key) }
  func decode(_ type: Int128.Type, forKey key: Key) throws -> Int128 { try integer(type, key) }
  func decode(_ type: UInt.Type, forKey key: Key) throws -> UInt { try integer(type, key) }
  func decode(_ type: UInt8.Type, forKey key: Key) throws -> UInt8 { try integer(type, key) }
  func decode(_ type: UInt16.Type, forKey key: Key) throws -> UInt16 { try integer(type, key) }
  func decode(_ type: UInt32.Type, forKey key: Key) throws -> UInt32 { try integer(type, key) }
  func decode(_ type: UInt64.Type, forKey key: Key) throws -> UInt64 { try integer(type, key) }
  func decode(_ type: UInt128.Type, forKey key: Key) throws -> UInt128 { try integer(type, key) }

  func decode<Value: Decodable>(_ type: Value.Type, forKey key: Key) throws -> Value {
    guard let json = value(key) else { return try decoder.session.missing(type, below: decoder, key: key) }
    return try decoder.session.decode(member: json, as: type, below: decoder, key: key.stringValue)
  }

  func nestedContainer<Nested>(keyedBy type: Nested.Type, forKey key: Key) throws -> KeyedDecodingContainer<Nested> {
    try superDecoder(forKey: key).container(keyedBy: type)
  }

  func nestedUnkeyedContainer(forKey key: Key) throws -> any UnkeyedDecodingContainer {
    try superDecoder(forKey: key).unkeyedContainer()
  }

  func superDecoder() throws -> any Decoder {
    let json: JSONValue? =
      switch members {
      case .object(let members): members["super"]
      case .call(let binder): binder.value(for: "super")
      }
    return ValueDecoder(json ?? .null, below: decoder, step: .key("super"), session: decoder.session)
  }

  func superDecoder(forKey key: Key) throws -> any Decoder {
    ValueDecoder(try required(key, JSONValue.self), below: decoder, step: step(key), session: decoder.session)
  }
}
