import Tasks

extension DatabaseError {
  /// The server said something else before the connection was lost.
  var becauseLost: DatabaseError { with(.unavailable) }

  /// What a replay of the whole transaction settles.
  var asConflict: DatabaseError { with(.conflict) }

  private func with(_ code: Code) -> DatabaseError {
    DatabaseError(code, state: state, message: message, detail: detail, statement: statement, place: place)
  }
}
