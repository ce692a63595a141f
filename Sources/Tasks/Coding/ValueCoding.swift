package import TaskModel

/// Between `Codable` values and JSON values, without a detour over text.
///
/// The forms are those Celery's clients write and read (docs/tutorial/arguments.md): `Date` as ISO 8601 with microseconds and
/// offset, `Data` as base64, `UUID` as lower-case text, `Decimal` and `URL` as text, `Duration` in seconds; whole numbers
/// of any size stay whole. NaN and ±∞ are refused, since JSON has no word for them.
package enum ValueCoding {
  /// How many values may stand inside each other: below the parser's limit, so that what was sent can be read.
  package static let depthLimit = 128

  /// Throws the path of the first part that JSON cannot express. `root` names the whole in the path.
  package static func encode(_ value: some Encodable, root: String? = nil) throws(ArgumentError) -> JSONValue {
    let encoder = ValueEncoder(step: root.map(CodingStep.key) ?? .root)
    do { return try encoder.encoded(value) } catch { throw ArgumentError(coding: error) }
  }

  /// Throws what JSON cannot express, or what is nested too deep to be read again, with its path below `root`.
  package static func check(_ json: JSONValue, root: String) throws(ArgumentError) {
    if let path = json.firstUnwritable {
      let separator = path.isEmpty || path.hasPrefix("[") ? "" : "."
      throw ArgumentError(path: root + separator + path, message: "the number is not JSON (NaN or infinite)")
    }
    if json.isDeeper(than: depthLimit) {
      throw ArgumentError(path: root, message: "more than \(depthLimit) values inside each other")
    }
  }

  /// Throws the path of the first part that is missing or of the wrong kind. `root` names the whole in the path.
  package static func decode<Value: Decodable>(
    _ type: Value.Type, from json: JSONValue, root: String? = nil
  ) throws(ArgumentError) -> Value {
    do {
      return try DecodingSession.run { session in
        try session.decode(type, from: json, below: nil, step: root.map(CodingStep.key) ?? .root)
      }
    } catch { throw ArgumentError(coding: error) }
  }
}

extension JSONValue {
  func isDeeper(than limit: Int) -> Bool {
    switch self {
    case .array(let elements): limit <= 0 || elements.contains { $0.isDeeper(than: limit - 1) }
    case .object(let object): limit <= 0 || object.contains { $0.value.isDeeper(than: limit - 1) }
    default: false
    }
  }
}
