import Tasks

/// What the server answered to one statement; freed with it.
final class PostgresResult {
  private let library: LibPQ
  private let object: LibPQ.Object

  init(_ object: LibPQ.Object, _ library: LibPQ) {
    self.object = object
    self.library = library
  }

  deinit { library.clear(object) }

  var status: ResultStatus { ResultStatus(rawValue: library.resultStatus(object)) ?? .badResponse }

  /// Such as `COMMIT` or `INSERT 0 1`.
  var command: String { library.commandStatus(object).map { String(cString: $0) } ?? "" }

  /// Its rows, with values as their types say.
  var content: SQLResult {
    let columns = 0..<library.columnCount(object)
    let names = columns.map { column in library.columnName(object, column).map { String(cString: $0) } ?? "" }
    let types = columns.map { library.columnType(object, $0) }
    let rows = (0..<library.rowCount(object)).map { row in
      zip(columns, types).map { column, type in value(row, column, type) }
    }
    let affected = library.affectedRows(object).flatMap { Int(String(cString: $0)) }
    return SQLResult(columns: names, rows: rows, affectedRows: affected ?? 0)
  }

  private func value(_ row: CInt, _ column: CInt, _ type: UInt32) -> SQLValue {
    if library.isNull(object, row, column) != 0 { return .null }
    guard let start = library.value(object, row, column) else { return .null }
    let bytes = UnsafeRawBufferPointer(start: start, count: Int(library.length(object, row, column)))
    return ValueDecoding.value(bytes, type: type)
  }

  /// What went wrong; nil when nothing did.
  func problem(statement: String?, place: String) -> DatabaseError? {
    switch status {
    case .failed, .badResponse: break
    default: return nil
    }
    let state = field("C") ?? ""
    let message =
      field("M") ?? library.resultErrorMessage(object).map { String(cString: $0).trimmed } ?? "no reason given"
    let detail = [field("D"), field("H")].compactMap { $0 }.joined(separator: "; ")
    return DatabaseError(
      SQLState.code(state), state: state, message: message, detail: detail.isEmpty ? nil : detail, statement: statement,
      place: place)
  }

  /// A part of an error (libpq's `PG_DIAG_…`).
  private func field(_ letter: Unicode.Scalar) -> String? {
    library.resultErrorField(object, CInt(letter.value)).map { String(cString: $0) }
  }
}
