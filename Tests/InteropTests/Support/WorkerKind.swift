import Testing

/// Whose worker runs the tasks. Each story that is told of tasksd is told of Celery, too: where the original does not pass,
/// the story is wrong.
enum WorkerKind: String, Sendable, CaseIterable, CustomTestStringConvertible {
  case python, tasksd

  var testDescription: String { self == .python ? "on a Celery worker" : "on tasksd" }
}
