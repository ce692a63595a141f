import TaskModel

extension JSONValue {
  /// A whole number, by its digits when it is beyond 64 bits.
  init(integer value: some BinaryInteger) {
    self = Int64(exactly: value).map(JSONValue.integer) ?? .bigInteger(String(value))
  }

  /// A whole number of this type: nil for other kinds, and for numbers out of its range.
  func integer<Number: FixedWidthInteger>(_ type: Number.Type) -> Number? {
    switch self {
    case .integer(let value): Number(exactly: value)
    case .double(let value): Number(exactly: value)
    case .bigInteger(let digits): Number(digits)
    default: nil
    }
  }
}

extension Float {
  /// The double that prints the same: 0.1 stays 0.1.
  var widened: Double { Double(description) ?? Double(self) }
}
