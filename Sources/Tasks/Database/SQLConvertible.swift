public import FoundationEssentials
public import TaskModel

/// What can be a parameter of a statement and can be read from a result.
public protocol SQLConvertible: Sendable {
  var sqlValue: SQLValue { get }

  /// Nil when `value` is no such thing.
  init?(sqlValue: SQLValue)
}

extension SQLValue: SQLConvertible {
  public var sqlValue: SQLValue { self }
  public init?(sqlValue: SQLValue) { self = sqlValue }
}

extension Bool: SQLConvertible {
  public var sqlValue: SQLValue { .bool(self) }

  /// SQLite has no booleans, but 0 and 1.
  public init?(sqlValue: SQLValue) {
    switch sqlValue {
    case .bool(let value): self = value
    case .integer(0): self = false
    case .integer(1): self = true
    default: return nil
    }
  }
}

extension Int64: SQLConvertible {
  public var sqlValue: SQLValue { .integer(self) }
  public init?(sqlValue: SQLValue) {
    guard case .integer(let value) = sqlValue else { return nil }
    self = value
  }
}

extension Int: SQLConvertible {
  public var sqlValue: SQLValue { .integer(Int64(self)) }
  public init?(sqlValue: SQLValue) {
    guard case .integer(let value) = sqlValue else { return nil }
    self.init(exactly: value)
  }
}

extension Double: SQLConvertible {
  public var sqlValue: SQLValue { .double(self) }
  public init?(sqlValue: SQLValue) {
    switch sqlValue {
    case .double(let value): self = value
    case .integer(let value): self = Double(value)
    default: return nil
    }
  }
}

extension String: SQLConvertible {
  public var sqlValue: SQLValue { .text(self) }
  public init?(sqlValue: SQLValue) {
    guard case .text(let value) = sqlValue else { return nil }
    self = value
  }
}

/// Bytes. An array of anything else is a list of parameters.
extension Data: SQLConvertible {
  public var sqlValue: SQLValue { .blob(Array(self)) }
  public init?(sqlValue: SQLValue) {
    guard case .blob(let bytes) = sqlValue else { return nil }
    self.init(bytes)
  }
}

/// As text, in lower case: what PostgreSQL takes for its `uuid`.
extension UUID: SQLConvertible {
  public var sqlValue: SQLValue { .text(uuidString.lowercased()) }
  public init?(sqlValue: SQLValue) {
    guard case .text(let text) = sqlValue else { return nil }
    self.init(uuidString: text)
  }
}

extension TaskID: SQLConvertible {
  public var sqlValue: SQLValue { .text(rawValue) }
  public init?(sqlValue: SQLValue) {
    guard case .text(let text) = sqlValue else { return nil }
    self.init(text)
  }
}

/// As text in ISO 8601 with its zone, which PostgreSQL takes for `timestamptz` and which sorts by time in SQLite.
extension Timestamp: SQLConvertible {
  public var sqlValue: SQLValue { .text(iso8601) }
  public init?(sqlValue: SQLValue) {
    guard case .text(let text) = sqlValue else { return nil }
    // PostgreSQL puts a space where ISO 8601 has a T.
    self.init(iso8601: text.replacing(" ", with: "T"))
  }
}

/// As JSON text: for `json`, `jsonb` and text columns.
extension JSONValue: SQLConvertible {
  public var sqlValue: SQLValue { .text(description) }
  public init?(sqlValue: SQLValue) {
    guard case .text(let text) = sqlValue, let value = try? JSONParser.parse(Array(text.utf8)) else { return nil }
    self = value
  }
}
