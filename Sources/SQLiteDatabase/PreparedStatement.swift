import GRDBSQLite
import Tasks

/// One prepared statement, used by its connection's thread only.
final class PreparedStatement {
  private let pointer: OpaquePointer

  /// Takes the statement over.
  init(_ pointer: OpaquePointer) { self.pointer = pointer }

  deinit { sqlite3_finalize(pointer) }

  var placeholders: Int { Int(sqlite3_bind_parameter_count(pointer)) }

  /// Whether it changes nothing.
  var isReadOnly: Bool { sqlite3_stmt_readonly(pointer) != 0 }

  /// The names of the columns of its rows; empty where it has no rows.
  var columns: [String] {
    (0..<sqlite3_column_count(pointer)).map { column in
      sqlite3_column_name(pointer, column).map { String(cString: $0) } ?? ""
    }
  }

  /// Binds a value to a placeholder, counted from 1. Returns SQLite's result code.
  func bind(_ value: SQLValue, at index: Int32) -> Int32 {
    switch value {
    case .null: sqlite3_bind_null(pointer, index)
    case .bool(let value): sqlite3_bind_int64(pointer, index, value ? 1 : 0)
    case .integer(let value): sqlite3_bind_int64(pointer, index, value)
    case .double(let value): sqlite3_bind_double(pointer, index, value)
    case .text(let value): bind(value, at: index)
    case .blob(let value): bind(value, at: index)
    }
  }

  private func bind(_ text: String, at index: Int32) -> Int32 {
    var text = text
    return text.withUTF8 { utf8 in
      guard let start = utf8.baseAddress else { return sqlite3_bind_text(pointer, index, "", 0, Self.transient) }
      return start.withMemoryRebound(to: CChar.self, capacity: utf8.count) { start in
        sqlite3_bind_text64(pointer, index, start, UInt64(utf8.count), Self.transient, UInt8(SQLITE_UTF8))
      }
    }
  }

  private func bind(_ bytes: [UInt8], at index: Int32) -> Int32 {
    bytes.withUnsafeBytes { bytes in
      guard let start = bytes.baseAddress, !bytes.isEmpty else { return sqlite3_bind_zeroblob(pointer, index, 0) }
      return sqlite3_bind_blob64(pointer, index, start, UInt64(bytes.count), Self.transient)
    }
  }

  /// "Copy it": SQLite's `SQLITE_TRANSIENT`, a macro Swift does not import.
  private static var transient: sqlite3_destructor_type { unsafeBitCast(-1, to: sqlite3_destructor_type.self) }

  /// Goes to the next row. Returns `SQLITE_ROW`, `SQLITE_DONE`, or what went wrong.
  func step() -> Int32 { sqlite3_step(pointer) }

  /// Ends the run and lets go of the values.
  func reset() {
    sqlite3_reset(pointer)
    sqlite3_clear_bindings(pointer)
  }

  /// The values of the present row, each by its storage class (https://www.sqlite.org/datatype3.html).
  func row(columns count: Int) -> [SQLValue] { (0..<Int32(clamping: count)).map(value) }

  private func value(_ column: Int32) -> SQLValue {
    switch sqlite3_column_type(pointer, column) {
    case SQLITE_INTEGER: return .integer(sqlite3_column_int64(pointer, column))
    case SQLITE_FLOAT: return .double(sqlite3_column_double(pointer, column))
    case SQLITE_TEXT:
      guard let text = sqlite3_column_text(pointer, column) else { return .text("") }
      let count = Int(sqlite3_column_bytes(pointer, column))
      return .text(String(decoding: UnsafeBufferPointer(start: text, count: count), as: UTF8.self))
    case SQLITE_BLOB:
      guard let start = sqlite3_column_blob(pointer, column) else { return .blob([]) }
      let count = Int(sqlite3_column_bytes(pointer, column))
      return .blob(Array(UnsafeRawBufferPointer(start: start, count: count)))
    default: return .null
    }
  }
}
