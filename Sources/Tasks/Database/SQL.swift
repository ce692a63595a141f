/// A statement whose interpolated values become bound parameters, never text:
///
/// ```swift
/// try await transaction.execute("UPDATE delivery SET state = \(state) WHERE id = \(id)")
/// ```
/// An array becomes as many parameters: `"… WHERE id IN (\(ids))"`, where an empty one is `NULL`. Names of tables and columns
/// cannot be parameters: `\(identifier: name)` quotes one, `\(raw: text)` puts in text as it is (never with text from outside),
/// `\(statement)` puts in another statement with its values.
public struct SQL: Sendable, Hashable, ExpressibleByStringInterpolation {
  package enum Part: Sendable, Hashable {
    case text(String)
    case value(SQLValue)
  }

  package private(set) var parts: [Part]

  public init(stringLiteral value: String) { parts = [.text(value)] }
  public init(stringInterpolation: Interpolation) { parts = stringInterpolation.parts }

  /// The values, in the order of their placeholders.
  public var values: [SQLValue] {
    parts.compactMap { if case .value(let value) = $0 { value } else { nil } }
  }

  /// The text with its placeholders: `$1`, `$2` for PostgreSQL, `?` for SQLite.
  public func text(for dialect: SQLDialect) -> String {
    var text = ""
    var number = 0
    for part in parts {
      switch part {
      case .text(let literal): text += literal
      case .value:
        number += 1
        text += dialect == .postgresql ? "$\(number)" : "?"
      }
    }
    return text
  }

  public struct Interpolation: StringInterpolationProtocol {
    fileprivate var parts: [Part] = []

    public init(literalCapacity: Int, interpolationCount: Int) { parts.reserveCapacity(2 * interpolationCount + 1) }

    public mutating func appendLiteral(_ literal: String) {
      if !literal.isEmpty { parts.append(.text(literal)) }
    }

    public mutating func appendInterpolation(_ value: some SQLConvertible) { parts.append(.value(value.sqlValue)) }

    public mutating func appendInterpolation(_ value: (some SQLConvertible)?) {
      parts.append(.value(value?.sqlValue ?? .null))
    }

    public mutating func appendInterpolation(_ values: [some SQLConvertible]) {
      if values.isEmpty { parts.append(.text("NULL")) }
      for (index, value) in values.enumerated() {
        if index > 0 { parts.append(.text(", ")) }
        parts.append(.value(value.sqlValue))
      }
    }

    public mutating func appendInterpolation(_ statement: SQL) { parts += statement.parts }
    public mutating func appendInterpolation(raw text: String) { appendLiteral(text) }

    public mutating func appendInterpolation(identifier name: String) {
      appendLiteral("\"" + name.filter { $0 != "\0" }.replacing("\"", with: "\"\"") + "\"")
    }
  }
}
