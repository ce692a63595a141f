import TaskModel

/// Decodes one value out of JSON: the arguments of a call at the root, a part of them below.
final class ValueDecoder: Decoder {
  enum Content {
    case value(JSONValue)
    case call(ArgumentBinder)
  }

  let content: Content
  let session: DecodingSession
  let depth: Int
  private let parent: ValueDecoder?
  private let step: CodingStep

  init(_ json: JSONValue, below parent: ValueDecoder?, step: CodingStep, session: DecodingSession) {
    content = .value(json)
    self.parent = parent
    self.step = step
    self.session = session
    depth = (parent?.depth ?? 0) + 1
  }

  /// The root of a call.
  init(_ binder: ArgumentBinder, session: DecodingSession) {
    content = .call(binder)
    parent = nil
    step = .root
    self.session = session
    depth = 1
  }

  var userInfo: [CodingUserInfoKey: Any] { [:] }

  var codingPath: [any CodingKey] {
    (parent?.codingPath ?? []) + (step.codingKey.map { [$0] } ?? [])
  }

  func container<Key>(keyedBy type: Key.Type) throws -> KeyedDecodingContainer<Key> {
    switch content {
    case .call(let binder):
      return KeyedDecodingContainer(KeyedValueDecoding(decoder: self, members: .call(binder)))
    case .value(.object(let object)):
      return KeyedDecodingContainer(KeyedValueDecoding(decoder: self, members: .object(ObjectMembers(object))))
    case .value: throw mismatch([String: JSONValue].self, "an object")
    }
  }

  func unkeyedContainer() throws -> any UnkeyedDecodingContainer {
    guard case .array(let elements) = json else { throw mismatch([JSONValue].self, "an array") }
    return UnkeyedValueDecoding(decoder: self, elements: elements)
  }

  func singleValueContainer() throws -> any SingleValueDecodingContainer { SingleValueDecoding(decoder: self) }

  /// The value as a whole; of a call the named arguments.
  var json: JSONValue {
    switch content {
    case .value(let json): json
    case .call(let binder): .object(binder.arguments.keywords)
    }
  }
}

/// Simple values, at this place or one step below.
extension ValueDecoder {
  func bool(_ json: JSONValue, _ step: CodingStep) throws -> Bool {
    guard case .bool(let value) = json else { throw mismatch(Bool.self, "a boolean", json, step) }
    return value
  }

  /// Text; of Celery's marks only `time`, for which Swift has no type of its own.
  func string(_ json: JSONValue, _ step: CodingStep) throws -> String {
    guard let value = json.stringValue ?? json.extended("time")?.stringValue else {
      throw mismatch(String.self, "a string", json, step)
    }
    return value
  }

  func double(_ json: JSONValue, _ step: CodingStep) throws -> Double {
    guard let value = json.doubleValue, value.isFinite else { throw mismatch(Double.self, "a number", json, step) }
    return value
  }

  func integer<Number: FixedWidthInteger>(
    _ type: Number.Type, _ json: JSONValue, _ step: CodingStep
  ) throws -> Number {
    if case .integer(let value) = json, let number = Number(exactly: value) { return number }
    if let number = json.integer(type) { return number }
    let range = "a whole number from \(Number.min) to \(Number.max)"
    throw mismatch(type, json.doubleValue == nil ? "a whole number" : range, json, step)
  }
}

/// Errors at this place or one step below.
extension ValueDecoder {
  func mismatch(_ type: Any.Type, _ expected: String) -> DecodingError { mismatch(type, expected, json, .root) }

  func mismatch(_ type: Any.Type, _ expected: String, _ found: JSONValue, _ step: CodingStep) -> DecodingError {
    let message = FormError(expected: expected, found: found).message
    return DecodingError.typeMismatch(type, context(step, message))
  }

  func corrupted(_ message: String) -> DecodingError { DecodingError.dataCorrupted(context(.root, message)) }

  func endOfArray(_ type: Any.Type, at index: Int) -> DecodingError {
    DecodingError.valueNotFound(type, context(.index(index), "the array has only \(index) elements"))
  }

  private func context(_ step: CodingStep, _ message: String) -> DecodingError.Context {
    DecodingError.Context(codingPath: codingPath + (step.codingKey.map { [$0] } ?? []), debugDescription: message)
  }
}
