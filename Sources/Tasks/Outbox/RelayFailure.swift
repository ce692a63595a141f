package import TaskModel

/// Which of the two that a relay stands between did not do its part.
package enum RelayFailure: Error {
  case database(DatabaseError)
  case store(BackendError)
}
