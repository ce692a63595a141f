import TaskModel

/// Writes elements of an array.
struct UnkeyedValueEncoding: UnkeyedEncodingContainer {
  let encoder: ValueEncoder

  var codingPath: [any CodingKey] { encoder.codingPath }
  var count: Int { encoder.count }

  private func append(_ value: JSONValue) { encoder.append(.value(value)) }

  func encodeNil() { append(.null) }
  func encode(_ value: Bool) { append(.bool(value)) }
  func encode(_ value: String) { append(.string(value)) }
  func encode(_ value: Double) throws { append(try encoder.finite(value, at: step)) }
  func encode(_ value: Float) throws { append(try encoder.finite(value.widened, at: step)) }
  func encode(_ value: Int) { append(JSONValue(integer: value)) }
  func encode(_ value: Int8) { append(JSONValue(integer: value)) }
  func encode(_ value: Int16) { append(JSONValue(integer: value)) }
  func encode(_ value: Int32) { append(JSONValue(integer: value)) }
  func encode(_ value: Int64) { append(JSONValue(integer: value)) }
  func encode(_ value: Int128) { append(JSONValue(integer: value)) }
  func encode(_ value: UInt) { append(JSONValue(integer: value)) }
  func encode(_ value: UInt8) { append(JSONValue(integer: value)) }
  func encode(_ value: UInt16) { append(JSONValue(integer: value)) }
  func encode(_ value: UInt32) { append(JSONValue(integer: value)) }
  func encode(_ value: UInt64) { append(JSONValue(integer: value)) }
  func encode(_ value: UInt128) { append(JSONValue(integer: value)) }
  func encode(_ value: some Encodable) throws { append(try encoder.child(step).encoded(value)) }

  func nestedContainer<Nested>(keyedBy type: Nested.Type) -> KeyedEncodingContainer<Nested> {
    open().container(keyedBy: type)
  }

  func nestedUnkeyedContainer() -> any UnkeyedEncodingContainer { open().unkeyedContainer() }
  func superEncoder() -> any Encoder { open() }

  private var step: CodingStep { .index(count) }

  private func open() -> ValueEncoder {
    let child = encoder.child(step)
    encoder.append(.encoder(child))
    return child
  }
}
