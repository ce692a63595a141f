import FoundationEssentials
import TaskModel

/// The types that have a form of their own on the wire, whatever their `Codable` conformance would write.
enum SpecialForms {
  /// Nil for every other type.
  static func encode<Value: Encodable>(_ value: Value, at encoder: ValueEncoder) throws -> JSONValue? {
    do throws(FormError) {
      return try encode(value)
    } catch {
      throw encoder.invalid(value, error.message)
    }
  }

  /// Nil for every other type. `complain` makes the error that is thrown where the value is not of the expected form.
  static func decode<Value>(_ type: Value.Type, from json: JSONValue) throws(FormError) -> Value? {
    if type == Date.self { return try DateForm.date(json) as? Value }
    if type == Data.self { return try DataForm.data(json) as? Value }
    if type == UUID.self { return try UUIDForm.uuid(json) as? Value }
    if type == Decimal.self { return try DecimalForm.decimal(json) as? Value }
    if type == URL.self { return try URLForm.url(json) as? Value }
    if type == Duration.self { return try DurationForm.duration(json) as? Value }
    if type == Timestamp.self { return try DateForm.timestamp(json) as? Value }
    if type == JSONValue.self { return json as? Value }
    return nil
  }

  private static func encode<Value>(_ value: Value) throws(FormError) -> JSONValue? {
    let type = Value.self
    if type == Date.self, let date = value as? Date { return try DateForm.json(date) }
    if type == Data.self, let data = value as? Data { return .string(data.base64EncodedString()) }
    if type == UUID.self, let uuid = value as? UUID { return .string(uuid.uuidString.lowercased()) }
    if type == Decimal.self, let decimal = value as? Decimal { return try DecimalForm.json(decimal) }
    if type == URL.self, let url = value as? URL { return .string(url.absoluteString) }
    if type == Duration.self, let duration = value as? Duration { return DurationForm.json(duration) }
    if type == Timestamp.self, let timestamp = value as? Timestamp { return try DateForm.json(timestamp) }
    if type == JSONValue.self, let json = value as? JSONValue { return try checked(json) }
    return nil
  }

  private static func checked(_ json: JSONValue) throws(FormError) -> JSONValue {
    do throws(ArgumentError) { try ValueCoding.check(json, root: "") } catch {
      throw FormError(message: error.path == "" ? error.message : "\(error.path ?? ""): \(error.message)")
    }
    return json
  }
}
