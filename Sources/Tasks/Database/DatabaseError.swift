/// Why a database did not do what was asked: what was tried, where, and what went wrong.
public struct DatabaseError: Error, Sendable, Hashable, CustomStringConvertible {
  public enum Code: String, Sendable, Hashable, CaseIterable {
    /// It met another transaction (SQLSTATE 40001 and 40P01, SQLITE_BUSY); the same again may well work.
    case conflict
    /// A value breaks a rule of the database: unique, not null, foreign key, check (SQLSTATE class 23, SQLITE_CONSTRAINT).
    case constraint
    /// It cannot be reached, or the connection was lost.
    case unavailable
    /// The connection was lost during the commit: nobody knows whether it was done.
    case uncertain
    /// No connection became free in time.
    case busy
    /// The statement was cancelled, or ran into the database's own time limit.
    case cancelled
    /// The statement is wrong, or may not be run here.
    case statement
    /// Disk full, read-only, corrupt: a person is needed.
    case storage
    /// A value is not what was asked for.
    case value
  }

  public let code: Code
  /// SQLSTATE of five characters, or SQLite's extended result code in digits; empty where the database said nothing.
  public let state: String
  /// The database's words.
  public let message: String
  /// Its details and hints, where it gave some.
  public let detail: String?
  /// The statement, as it was sent: with placeholders, never with values.
  public let statement: String?
  /// Where: the database, without secrets.
  public let place: String

  public init(
    _ code: Code, state: String = "", message: String, detail: String? = nil, statement: String? = nil, place: String
  ) {
    self.code = code
    self.state = state
    self.message = message
    self.detail = detail
    self.statement = statement
    self.place = place
  }

  /// Whether running the whole transaction once more makes sense at once.
  public var isConflict: Bool { code == .conflict }

  public var description: String {
    var text = "\(place): \(message)"
    if !state.isEmpty { text += " (\(state))" }
    if let detail { text += "; \(detail)" }
    if let statement { text += "; statement: \(statement)" }
    return text
  }
}
