import Tasks

extension PostgresLink {
  /// Runs a statement.
  func run(_ text: String, _ values: BoundValues, watching query: Query?) throws(DatabaseError) -> PostgresResult {
    let isSent = values.withPointers { pointers, lengths, formats in
      library.sendQuery(object, text, values.count, values.types, pointers, lengths, formats, 0)
    }
    return try answer(isSent, statement: text, query)
  }

  func prepare(_ text: String, types: [UInt32], as name: String, watching query: Query?) throws(DatabaseError) {
    _ = try answer(library.sendPrepare(object, name, text, CInt(types.count), types), statement: text, query)
  }

  func run(prepared name: String, _ text: String, _ values: BoundValues, watching query: Query?) throws(DatabaseError)
    -> PostgresResult
  {
    let isSent = values.withPointers { pointers, lengths, formats in
      library.sendPrepared(object, name, values.count, pointers, lengths, formats, 0)
    }
    return try answer(isSent, statement: text, query)
  }

  /// The last result of what was just sent, and the first error among them.
  private func answer(_ isSent: CInt, statement: String, _ query: Query?) throws(DatabaseError) -> PostgresResult {
    guard isSent == 1 else { throw lost }
    var last: PostgresResult?
    var problem: DatabaseError?
    while true {
      awaitResult(query)
      guard let result = library.nextResult(object).map({ PostgresResult($0, library) }) else { break }
      switch result.status {
      case .copyIn, .copyOut, .copyBoth: throw copying(statement)
      default: problem = problem ?? result.problem(statement: statement, place: place)
      }
      last = result
    }
    if let problem { throw problem }
    guard let last else { throw lost }
    return last
  }

  /// The connection cannot be used after it: it is in another mode.
  private func copying(_ statement: String) -> DatabaseError {
    isSpoiled = true
    return DatabaseError(.statement, message: "COPY cannot be used here", statement: statement, place: place)
  }
}
