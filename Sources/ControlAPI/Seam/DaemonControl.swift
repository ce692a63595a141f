public import TaskModel

/// What the control socket asks of the daemon. The server checks names and fields before it asks (see ``InspectName``,
/// ``ControlCommand``, ``RequestFields``), so an implementation deals with meaning only; what it refuses, it refuses with a
/// ``ControlProblem``. Replies are sent as they are.
public protocol DaemonControl: Sendable {
  /// One of ``InspectName``, with its parameters. Replies by node, as Celery does: `{"celery@web1": …}`.
  func inspect(_ what: String, parameters: JSONObject) async throws(ControlProblem) -> JSONValue

  /// One of ``ControlCommand``, with its arguments. Replies by node: `{"celery@web1": {"ok": …}}`.
  func control(_ command: String, arguments: JSONObject) async throws(ControlProblem) -> JSONValue

  /// Sends a task; returns once the store has it. `call` has the fields of ``RequestFields/call``; the reply has at least `id`.
  func send(_ call: JSONObject) async throws(ControlProblem) -> JSONValue

  /// The result record of a task, `PENDING` for an id nobody knows. With `waiting` it answers when the state is final or
  /// that time has passed, whichever comes first, and at once when the calling task is cancelled.
  func result(of id: TaskID, waiting: Duration?) async throws(ControlProblem) -> JSONValue

  /// Deletes a result record.
  func forget(_ id: TaskID) async throws(ControlProblem) -> JSONValue

  /// The entries of the schedule; `next` fire times of each, in the zone `zone`.
  func schedule(_ parameters: JSONObject) async throws(ControlProblem) -> JSONValue

  /// Drops what waits in these queues, or in all for nil.
  func purge(_ queues: [QueueName]?) async throws(ControlProblem) -> JSONValue

  /// Why a task has not run yet, or what became of it: all the daemon and its store know.
  func why(_ id: TaskID) async throws(ControlProblem) -> JSONValue

  /// Up to `limit` dead letters with numbers above `after` that pass the filter (``RequestFields/deadLetters``).
  func deadLetters(_ parameters: JSONObject) async throws(ControlProblem) -> JSONValue

  func deadLetter(_ number: Int64) async throws(ControlProblem) -> JSONValue

  /// Puts those of ``RequestFields/deadLetterReplay`` back into their queues, or into the queue `to`.
  func replayDeadLetters(_ choice: JSONObject) async throws(ControlProblem) -> JSONValue

  /// Deletes those of ``RequestFields/deadLetterChoice``.
  func dropDeadLetters(_ choice: JSONObject) async throws(ControlProblem) -> JSONValue

  /// Reads the configuration again; a bad file is refused and the old one stays.
  func reload() async throws(ControlProblem) -> JSONValue

  /// What happens from now on, one object for each event, its kind in the member `type` (such as `task-succeeded`).
  /// Ends with the daemon. The server reads it without delay; slow readers are the server's concern.
  func events() -> AsyncStream<JSONObject>

  func health() async -> Health

  /// Prometheus's text format, version 0.0.4.
  func metrics() async -> String
}
