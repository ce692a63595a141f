import TaskModel

/// Writes members of an object.
struct KeyedValueEncoding<Key: CodingKey>: KeyedEncodingContainerProtocol {
  let encoder: ValueEncoder

  var codingPath: [any CodingKey] { encoder.codingPath }

  private func set(_ value: JSONValue, _ key: Key) { encoder.set(.value(value), for: key.stringValue) }

  func encodeNil(forKey key: Key) { set(.null, key) }
  func encode(_ value: Bool, forKey key: Key) { set(.bool(value), key) }
  func encode(_ value: String, forKey key: Key) { set(.string(value), key) }
  func encode(_ value: Double, forKey key: Key) throws { set(try encoder.finite(value, at: step(key)), key) }
  func encode(_ value: Float, forKey key: Key) throws { set(try encoder.finite(value.widened, at: step(key)), key) }
  func encode(_ value: Int, forKey key: Key) { set(JSONValue(integer: value), key) }
  func encode(_ value: Int8, forKey key: Key) { set(JSONValue(integer: value), key) }
  func encode(_ value: Int16, forKey key: Key) { set(JSONValue(integer: value), key) }
  func encode(_ value: Int32, forKey key: Key) { set(JSONValue(integer: value), key) }
  func encode(_ value: Int64, forKey key: Key) { set(JSONValue(integer: value), key) }
  func encode(_ value: Int128, forKey key: Key) { set(JSONValue(integer: value), key) }
  func encode(_ value: UInt, forKey key: Key) { set(JSONValue(integer: value), key) }
  func encode(_ value: UInt8, forKey key: Key) { set(JSONValue(integer: value), key) }
  func encode(_ value: UInt16, forKey key: Key) { set(JSONValue(integer: value), key) }
  func encode(_ value: UInt32, forKey key: Key) { set(JSONValue(integer: value), key) }
  func encode(_ value: UInt64, forKey key: Key) { set(JSONValue(integer: value), key) }
  func encode(_ value: UInt128, forKey key: Key) { set(JSONValue(integer: value), key) }

  func encode(_ value: some Encodable, forKey key: Key) throws {
    set(try encoder.child(step(key)).encoded(value), key)
  }

  func nestedContainer<Nested>(keyedBy type: Nested.Type, forKey key: Key) -> KeyedEncodingContainer<Nested> {
    open(key.stringValue).container(keyedBy: type)
  }

  func nestedUnkeyedContainer(forKey key: Key) -> any UnkeyedEncodingContainer {
    open(key.stringValue).unkeyedContainer()
  }

  func superEncoder() -> any Encoder { open("super") }
  func superEncoder(forKey key: Key) -> any Encoder { open(key.stringValue) }

  private func step(_ key: Key) -> CodingStep { .key(key.stringValue) }

  private func open(_ name: String) -> ValueEncoder {
    let child = encoder.child(.key(name))
    encoder.set(.encoder(child), for: name)
    return child
  }
}
