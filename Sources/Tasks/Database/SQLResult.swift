/// What a statement came to, as a connection brings it.
public struct SQLResult: Sendable, Hashable {
  public var columns: [String]
  /// Each as long as `columns`.
  public var rows: [[SQLValue]]
  /// How many rows it changed; of a query, how many it returned.
  public var affectedRows: Int

  public init(columns: [String] = [], rows: [[SQLValue]] = [], affectedRows: Int = 0) {
    self.columns = columns
    self.rows = rows
    self.affectedRows = affectedRows
  }
}
