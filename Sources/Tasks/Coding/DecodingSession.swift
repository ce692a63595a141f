import TaskModel

/// What the decoders of one value share: above all where the defaults of missing properties come from.
final class DecodingSession {
  private let defaults: DefaultRecorder?
  /// A property marked `@Default` was missing and nothing was recorded that could stand in.
  private(set) var missedDefault = false

  private init(defaults: DefaultRecorder?) { self.defaults = defaults }

  /// Decodes; a second time with recorded defaults where the first found some missing. Calls that bring all their
  /// arguments, nearly all, so pay nothing for it.
  static func run<Value>(_ body: (DecodingSession) throws -> Value) throws -> Value {
    let plain = DecodingSession(defaults: nil)
    do {
      let value = try body(plain)
      if !plain.missedDefault { return value }
    } catch  where !plain.missedDefault {
      throw error
    } catch {}
    let recorder = DefaultRecorder()
    return try DefaultRecorder.$current.withValue(recorder) { try body(DecodingSession(defaults: recorder)) }
  }

  /// Decodes one part, or the whole.
  func decode<Value: Decodable>(
    _ type: Value.Type, from json: JSONValue, below parent: ValueDecoder?, step: CodingStep
  ) throws -> Value {
    do throws(FormError) {
      if let special = try SpecialForms.decode(type, from: json) { return special }
    } catch {
      let path = ValueDecoder(json, below: parent, step: step, session: self).codingPath
      throw DecodingError.typeMismatch(
        type, DecodingError.Context(codingPath: path, debugDescription: error.message))
    }
    let decoder = ValueDecoder(json, below: parent, step: step, session: self)
    guard decoder.depth <= ValueCoding.depthLimit else {
      throw decoder.corrupted("more than \(ValueCoding.depthLimit) values inside each other")
    }
    return try decode(type, by: decoder)
  }

  /// Lets the type decode itself.
  func decode<Value: Decodable>(_ type: Value.Type, by decoder: ValueDecoder) throws -> Value {
    guard let defaults else { return try Value(from: decoder) }
    return try defaults.decode(type) { try Value(from: decoder) }
  }

  /// A member that is there. Members marked `@Default` are counted, so that defaults find their properties.
  func decode<Value: Decodable>(
    member json: JSONValue, as type: Value.Type, below parent: ValueDecoder, key: String
  ) throws -> Value {
    guard let defaults, let defaulted = type as? any DefaultedValue.Type else {
      return try decode(type, from: json, below: parent, step: .key(key))
    }
    let place = defaults.nextPlace()
    return try counted(defaulted, from: json, below: parent, key: key, place: place)
  }

  private func counted<Defaulted: DefaultedValue, Value>(
    _ type: Defaulted.Type, from json: JSONValue, below parent: ValueDecoder, key: String, place: Int32
  ) throws -> Value {
    var value = try decode(type, from: json, below: parent, step: .key(key))
    value.place = place
    guard let value = value as? Value else { throw parent.corrupted("'\(key)' is not a \(Value.self)") }
    return value
  }

  /// A member that is missing: its default, if the property says `@Default` and has one.
  func missing<Value>(_ type: Value.Type, below parent: ValueDecoder, key: any CodingKey) throws -> Value {
    if let defaulted = type as? any DefaultedValue.Type {
      if let value: Value = defaultValue(defaulted) { return value }
    }
    throw DecodingError.keyNotFound(
      key, DecodingError.Context(codingPath: parent.codingPath, debugDescription: "missing"))
  }

  private func defaultValue<Defaulted: DefaultedValue, Value>(_ type: Defaulted.Type) -> Value? {
    guard let defaults else {
      missedDefault = true
      return nil
    }
    return defaults.nextDefault(of: type) as? Value
  }
}
