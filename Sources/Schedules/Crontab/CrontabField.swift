/// Which values of one field fit.
public struct CrontabField: Hashable, Sendable {
  /// Bit n is set when n fits. At least one is.
  let bits: UInt64
  /// It was written with `*` or a step, or takes every value.
  let isRecurring: Bool
  /// As it was written, without spaces.
  public let text: String

  init(bits: UInt64, isRecurring: Bool, text: String) {
    self.bits = bits
    self.isRecurring = isRecurring
    self.text = text
  }

  static func every(_ unit: CrontabUnit) -> CrontabField {
    CrontabField(bits: allBits(of: unit), isRecurring: true, text: "*")
  }

  static func allBits(of unit: CrontabUnit) -> UInt64 { unit.range.reduce(0) { $0 | 1 << UInt64($1) } }

  /// The values that fit, in order.
  public var values: [Int] { (0..<64).filter(contains) }

  public func contains(_ value: Int) -> Bool { (0..<64).contains(value) && bits & (1 << UInt64(value)) != 0 }

  var first: Int { bits.trailingZeroBitCount }

  /// The smallest that is not below `value`.
  func next(from value: Int) -> Int? {
    guard value < 64 else { return nil }
    let rest = bits & (~0 << UInt64(max(value, 0)))
    return rest == 0 ? nil : rest.trailingZeroBitCount
  }
}
