import FoundationEssentials
import TaskModel

/// Decimals as text, so that no digit is lost on the way; numbers are read too.
enum DecimalForm {
  /// Foundation's `Decimal` keeps 38 digits.
  private static let digitLimit = 38

  static func json(_ decimal: Decimal) throws(FormError) -> JSONValue {
    guard decimal.isFinite else { throw FormError(message: "a decimal that is not a number is not JSON") }
    return .string(decimal.description)
  }

  static func decimal(_ json: JSONValue) throws(FormError) -> Decimal {
    let text: String? =
      switch json {
      case .integer, .bigInteger, .double: json.description
      default: (json.extended("decimal") ?? json).stringValue
      }
    guard let text, isNumber(text), let decimal = Decimal(string: text), decimal.isFinite else {
      throw FormError(expected: "a decimal number of at most \(digitLimit) digits", found: json)
    }
    return decimal
  }

  /// `[±]digits[.digits][e[±]digits]` with as many digits as a `Decimal` can keep: its own reader takes what it can and
  /// ignores the rest.
  private static func isNumber(_ text: String) -> Bool {
    var rest = Substring(text)
    dropSign(&rest)
    let whole = takeDigits(&rest)
    var fraction = Substring()
    if rest.first == "." {
      rest.removeFirst()
      fraction = takeDigits(&rest)
    }
    guard !(whole.isEmpty && fraction.isEmpty) else { return false }
    if rest.first == "e" || rest.first == "E" {
      rest.removeFirst()
      dropSign(&rest)
      let exponent = takeDigits(&rest)
      guard !exponent.isEmpty, exponent.count <= 3 else { return false }
    }
    return rest.isEmpty && significant(whole + fraction) <= digitLimit
  }

  private static func significant(_ digits: Substring) -> Int {
    let end = digits.lastIndex { $0 != "0" }.map(digits.index(after:)) ?? digits.startIndex
    return digits[..<end].drop { $0 == "0" }.count
  }

  private static func dropSign(_ text: inout Substring) {
    if text.first == "-" || text.first == "+" { text.removeFirst() }
  }

  private static func takeDigits(_ text: inout Substring) -> Substring {
    let digits = text.prefix { $0.isASCII && $0.isNumber }
    text.removeFirst(digits.count)
    return digits
  }
}
