/// The outbox of the transaction block in which the current code runs: what a ``TaskQueue`` sends there waits for the commit,
/// too. Reaches child tasks, not detached ones.
enum AmbientOutbox {
  @TaskLocal static var current: TransactionOutbox?
}
