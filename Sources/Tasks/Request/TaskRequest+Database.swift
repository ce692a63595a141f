import TaskModel

extension TaskRequest {
  /// The application's database: the one of `database_url`, or what `prepare` registered as `(any Database).self`. What is
  /// sent in its transactions knows this task as its parent.
  public var database: TaskDatabase {
    get throws(TaskRequestError) {
      guard let database = services.find((any Database).self) else { throw .databaseMissing }
      return TaskDatabase(database, messages: queue.messages, note: run.note, noteChild: run.noteChild)
    }
  }
}
