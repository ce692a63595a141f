import TaskModel

/// The sorts of values that fields take.
enum FieldKind: Sendable {
  case text
  case flag
  case whole(ClosedRange<Int64>)
  case number(ClosedRange<Double>)
  case array
  case object
  case texts
  case wholes
  /// One text or several.
  case textOrTexts
  case textOrNumber
  /// ISO 8601.
  case time
  /// ISO 8601, or seconds from now.
  case timeOrSeconds

  var expectation: String {
    switch self {
    case .text: "a string that is not empty"
    case .flag: "true or false"
    case .whole(let range) where range.upperBound == .max: "a whole number from \(range.lowerBound)"
    case .whole(let range): "a whole number from \(range.lowerBound) to \(range.upperBound)"
    case .number(let range): "a number from \(Self.short(range.lowerBound)) to \(Self.short(range.upperBound))"
    case .array: "an array"
    case .object: "an object"
    case .texts: "an array of strings that are not empty"
    case .wholes: "an array of whole numbers"
    case .textOrTexts: "a string or an array of strings, none of them empty"
    case .textOrNumber: "a string or a number"
    case .time: "a time such as \"2031-03-04T05:06:07+00:00\""
    case .timeOrSeconds: "a time such as \"2031-03-04T05:06:07+00:00\", or a number of seconds"
    }
  }

  private static func short(_ number: Double) -> String { Int64(exactly: number).map { "\($0)" } ?? "\(number)" }

  func accepts(_ value: JSONValue) -> Bool {
    switch self {
    case .text: value.stringValue?.isEmpty == false
    case .flag: value.boolValue != nil
    case .whole(let range): value.integerValue.map(range.contains) ?? false
    case .number(let range): value.doubleValue.map(range.contains) ?? false
    case .array: value.arrayValue != nil
    case .object: value.objectValue != nil
    case .texts: value.arrayValue?.allSatisfy(FieldKind.text.accepts) ?? false
    case .wholes: value.arrayValue?.allSatisfy { $0.integerValue != nil } ?? false
    case .textOrTexts: FieldKind.text.accepts(value) || FieldKind.texts.accepts(value)
    case .textOrNumber: FieldKind.text.accepts(value) || value.doubleValue != nil
    case .time: value.stringValue.map { Timestamp(iso8601: $0) != nil } ?? false
    case .timeOrSeconds: FieldKind.time.accepts(value) || value.doubleValue != nil
    }
  }

  /// The value that a query parameter stands for; text where it is nothing else, so that `accepts` can refuse it.
  func value(ofText text: String) -> JSONValue {
    switch self {
    case .flag where ["true", "1", ""].contains(text): .bool(true)
    case .flag where ["false", "0"].contains(text): .bool(false)
    case .whole, .wholes: Int64(text).map(JSONValue.integer) ?? .string(text)
    case .number: Double(text).flatMap { $0.isFinite ? .double($0) : nil } ?? .string(text)
    default: .string(text)
    }
  }

  /// May be given more than once in a query.
  var isList: Bool {
    switch self {
    case .texts, .wholes, .array: true
    default: false
    }
  }
}
