import TaskModel

/// Writes a value that has no parts.
struct SingleValueEncoding: SingleValueEncodingContainer {
  let encoder: ValueEncoder

  var codingPath: [any CodingKey] { encoder.codingPath }

  func encodeNil() { encoder.set(.null) }
  func encode(_ value: Bool) { encoder.set(.bool(value)) }
  func encode(_ value: String) { encoder.set(.string(value)) }
  func encode(_ value: Double) throws { encoder.set(try encoder.finite(value, at: .root)) }
  func encode(_ value: Float) throws { encoder.set(try encoder.finite(value.widened, at: .root)) }
  func encode(_ value: Int) { encoder.set(JSONValue(integer: value)) }
  func encode(_ value: Int8) { encoder.set(JSONValue(integer: value)) }
  func encode(_ value: Int16) { encoder.set(JSONValue(integer: value)) }
  func encode(_ value: Int32) { encoder.set(JSONValue(integer: value)) }
  func encode(_ value: Int64) { encoder.set(JSONValue(integer: value)) }
  func encode(_ value: Int128) { encoder.set(JSONValue(integer: value)) }
  func encode(_ value: UInt) { encoder.set(JSONValue(integer: value)) }
  func encode(_ value: UInt8) { encoder.set(JSONValue(integer: value)) }
  func encode(_ value: UInt16) { encoder.set(JSONValue(integer: value)) }
  func encode(_ value: UInt32) { encoder.set(JSONValue(integer: value)) }
  func encode(_ value: UInt64) { encoder.set(JSONValue(integer: value)) }
  func encode(_ value: UInt128) { encoder.set(JSONValue(integer: value)) }
  func encode(_ value: some Encodable) throws { encoder.set(try encoder.child(.root).encoded(value)) }
}
