public import TaskModel
public import WorkerThreads

/// What happens in a worker, for those who log, count and show it. The worker itself words nothing.
public enum WorkerEvent: Sendable {
  case started(TaskMessage, deliveryCount: Int)
  case ended(TaskEnding)
  /// Something befell a run on its way and did not end it.
  case noted(TaskMessage, RunNote)
  /// A run went on after its limit, or after it was revoked; its thread's place was given away.
  case stuck(TaskMessage, running: Duration)
  /// The stuck code came back in the end; its outcome was dropped.
  case stuckReturned(TaskMessage, running: Duration)
  /// Messages of dead nodes were put back into their queues.
  case restored(Int)
  /// This node was taken for dead while it still ran them; another has them now, and their outcomes here were dropped.
  case leaseLost(count: Int)
  case brokerAway(BackendError)
  case brokerBack(downtime: Duration)
  /// The store refuses one outcome for good; the message was set aside.
  case outcomeRefused(TaskMessage?, BackendError)
  /// The store was away when the worker was stopped cold, or refuses even to hear that it refused an outcome: what became of
  /// these tasks is not recorded. Those that were not acknowledged early go back to their queues when this node leaves or
  /// starts again, or when its lease has run out.
  case outcomesDropped(count: Int)
  /// The store refuses to say whether it may begin, by the limits that all workers share; it is tried again later.
  case notAdmitted(TaskMessage, BackendError)
  /// No fresh thread could be had in the place of one that does not answer: the pool is smaller now.
  case threadRefused(ThreadError)
}
