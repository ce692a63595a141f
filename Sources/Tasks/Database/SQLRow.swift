/// One row of a query's result.
public struct SQLRow: Sendable, Hashable {
  public let columns: [String]
  public let values: [SQLValue]
  private let place: String

  package init(columns: [String], values: [SQLValue], place: String) {
    self.columns = columns
    self.values = values
    self.place = place
  }

  /// The value of a column by its name; the first of them where several have it. Nil: there is none.
  public subscript(column: String) -> SQLValue? {
    guard let index = columns.firstIndex(of: column), values.indices.contains(index) else { return nil }
    return values[index]
  }

  /// The value of a column that must not be NULL. Throws ``DatabaseError`` with code `value` naming the column.
  public func get<Value: SQLConvertible>(_ column: String, as type: Value.Type = Value.self) throws(DatabaseError)
    -> Value
  {
    guard let value = try find(column, as: type) else { throw problem(column, "is NULL, expected \(type)") }
    return value
  }

  /// The value of a column, nil where it is NULL.
  public func find<Value: SQLConvertible>(
    _ column: String, as type: Value.Type = Value.self
  ) throws(DatabaseError) -> Value? {
    guard let value = self[column] else {
      throw problem(column, "is not in the result, which has \(columns.joined(separator: ", "))")
    }
    if value == .null { return nil }
    guard let converted = Value(sqlValue: value) else { throw problem(column, "is no \(type)") }
    return converted
  }

  private func problem(_ column: String, _ what: String) -> DatabaseError {
    DatabaseError(.value, message: "column '\(column)' \(what)", place: place)
  }
}
