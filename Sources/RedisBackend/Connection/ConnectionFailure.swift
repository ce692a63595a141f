import TaskModel

/// Why commands got no answers.
struct ConnectionFailure: Error {
  let error: BackendError
  /// False: the server surely saw none of the commands. True: it may have run them, all or some, and the answer is lost.
  let mayHaveRun: Bool
}
