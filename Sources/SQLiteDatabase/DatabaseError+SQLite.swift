import Tasks

extension DatabaseError {
  /// What SQLite answered, as what it means for a transaction.
  init(_ code: ResultCode, _ message: String, statement: String? = nil, place: SQLitePlace) {
    self.init(
      code.meaning, state: String(code.number), message: message, detail: code.hint, statement: statement,
      place: place.description)
  }
}
