import TaskModel

/// Encodes one value into a JSON value; each part that is not simple has an encoder of its own below it.
final class ValueEncoder: Encoder {
  /// What was written so far.
  private enum Content {
    case nothing
    case value(JSONValue)
    case array([Part])
    case object(KeyedParts)
  }

  private let parent: ValueEncoder?
  private let step: CodingStep
  private let depth: Int
  private var content = Content.nothing

  init(below parent: ValueEncoder? = nil, step: CodingStep) {
    self.parent = parent
    self.step = step
    depth = (parent?.depth ?? 0) + 1
  }

  var userInfo: [CodingUserInfoKey: Any] { [:] }

  var codingPath: [any CodingKey] {
    (parent?.codingPath ?? []) + (step.codingKey.map { [$0] } ?? [])
  }

  func container<Key>(keyedBy type: Key.Type) -> KeyedEncodingContainer<Key> {
    if case .object = content {} else { content = .object(KeyedParts()) }
    return KeyedEncodingContainer(KeyedValueEncoding<Key>(encoder: self))
  }

  func unkeyedContainer() -> any UnkeyedEncodingContainer {
    if case .array = content {} else { content = .array([]) }
    return UnkeyedValueEncoding(encoder: self)
  }

  func singleValueContainer() -> any SingleValueEncodingContainer { SingleValueEncoding(encoder: self) }
}

/// Writing.
extension ValueEncoder {
  /// One element or member: finished, or still open in an encoder of its own.
  enum Part {
    case value(JSONValue)
    case encoder(ValueEncoder)

    var json: JSONValue {
      switch self {
      case .value(let value): value
      case .encoder(let encoder): encoder.json
      }
    }
  }

  /// Any value as JSON, at this encoder's place.
  func encoded<Value: Encodable>(_ value: Value) throws -> JSONValue {
    if let special = try SpecialForms.encode(value, at: self) { return special }
    guard depth <= ValueCoding.depthLimit else {
      throw invalid(value, "more than \(ValueCoding.depthLimit) values inside each other")
    }
    try value.encode(to: self)
    return json
  }

  /// What was written; nothing is an empty object, as of a type without properties.
  private var json: JSONValue {
    switch content {
    case .nothing: .object(JSONObject())
    case .value(let value): value
    case .array(let parts): .array(parts.map(\.json))
    case .object(let members): .object(members.json)
    }
  }

  func set(_ value: JSONValue) { content = .value(value) }

  func append(_ part: Part) {
    guard case .array(var parts) = content else { return }
    content = .nothing
    parts.append(part)
    content = .array(parts)
  }

  var count: Int { if case .array(let parts) = content { parts.count } else { 0 } }

  func set(_ part: Part, for key: String) {
    guard case .object(var members) = content else { return }
    content = .nothing
    members.set(part, for: key)
    content = .object(members)
  }

  func child(_ step: CodingStep) -> ValueEncoder { ValueEncoder(below: self, step: step) }

  func finite(_ number: Double, at step: CodingStep) throws -> JSONValue {
    guard number.isFinite else { throw child(step).invalid(number, "\(number) is not JSON") }
    return .double(number)
  }

  func invalid(_ value: Any, _ message: String) -> EncodingError {
    EncodingError.invalidValue(value, EncodingError.Context(codingPath: codingPath, debugDescription: message))
  }
}
