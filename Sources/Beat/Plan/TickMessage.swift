import TaskModel

/// The message of one tick.
enum TickMessage {
  /// Celery's own mark of what its beat sent.
  static let beatHeader = "celery_beat_task"
  /// The entry's name, under the key by which Django's result store for Celery already looks for it.
  static let entryHeader = "periodic_task_name"
  /// The due moment in ISO 8601.
  static let dueHeader = "beat_due"

  static func headers(of entry: BeatEntry) -> JSONObject {
    entry.headers.merging([beatHeader: true, entryHeader: .string(entry.name)])
  }

  static func make(_ planned: PlannedEntry, due: Timestamp, dueText: String, now: Timestamp, origin: String)
    -> TaskMessage
  {
    let entry = planned.entry
    var headers = planned.headers
    headers[dueHeader] = .string(dueText)
    return TaskMessage(
      id: TaskID.make(at: now), task: entry.task, arguments: entry.arguments, queue: entry.queue,
      priority: entry.priority, expires: entry.expires.map { due + $0 }, timeLimit: entry.timeLimit, origin: origin,
      sentAt: now, headers: headers)
  }
}
