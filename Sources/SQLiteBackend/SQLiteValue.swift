import GRDBSQLite
import TaskModel

/// A value that can stand in for `?1` in a statement. Returns SQLite's result code.
protocol SQLiteValue {
  func bind(to statement: OpaquePointer, at index: Int32) -> Int32
}

/// "Copy it": SQLite's `SQLITE_TRANSIENT`, a macro Swift does not import.
private var transient: sqlite3_destructor_type { unsafeBitCast(-1, to: sqlite3_destructor_type.self) }

extension Int64: SQLiteValue {
  func bind(to statement: OpaquePointer, at index: Int32) -> Int32 { sqlite3_bind_int64(statement, index, self) }
}

extension Int: SQLiteValue {
  func bind(to statement: OpaquePointer, at index: Int32) -> Int32 { sqlite3_bind_int64(statement, index, Int64(self)) }
}

extension Timestamp: SQLiteValue {
  func bind(to statement: OpaquePointer, at index: Int32) -> Int32 {
    sqlite3_bind_int64(statement, index, microseconds)
  }
}

extension String: SQLiteValue {
  func bind(to statement: OpaquePointer, at index: Int32) -> Int32 {
    var text = self
    return text.withUTF8 { utf8 in
      guard let start = utf8.baseAddress else { return sqlite3_bind_text(statement, index, "", 0, transient) }
      return start.withMemoryRebound(to: CChar.self, capacity: utf8.count) { start in
        sqlite3_bind_text64(statement, index, start, UInt64(utf8.count), transient, UInt8(SQLITE_UTF8))
      }
    }
  }
}

extension [UInt8]: SQLiteValue {
  func bind(to statement: OpaquePointer, at index: Int32) -> Int32 {
    withUnsafeBytes { bytes in
      guard let start = bytes.baseAddress, !bytes.isEmpty else { return sqlite3_bind_zeroblob(statement, index, 0) }
      return sqlite3_bind_blob64(statement, index, start, UInt64(bytes.count), transient)
    }
  }
}

extension TaskKey: SQLiteValue {
  func bind(to statement: OpaquePointer, at index: Int32) -> Int32 {
    switch self {
    case .text(let text): return text.bind(to: statement, at: index)
    case .uuid(let high, let low):
      return withUnsafeBytes(of: (high.bigEndian, low.bigEndian)) { bytes in
        sqlite3_bind_blob64(statement, index, bytes.baseAddress, 16, transient)
      }
    }
  }
}

extension Optional: SQLiteValue where Wrapped: SQLiteValue {
  func bind(to statement: OpaquePointer, at index: Int32) -> Int32 {
    switch self {
    case .some(let value): value.bind(to: statement, at: index)
    case .none: sqlite3_bind_null(statement, index)
    }
  }
}
