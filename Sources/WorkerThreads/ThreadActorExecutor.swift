/// A worker thread as the executor of an actor: the actor's code runs on that thread only, and may block there.
public final class ThreadActorExecutor: SerialExecutor {
  private let thread: WorkerThread

  public init(_ thread: WorkerThread) { self.thread = thread }

  public func enqueue(_ job: consuming ExecutorJob) {
    let unowned = UnownedJob(job)
    let executor = asUnownedSerialExecutor()
    thread.perform { unowned.runSynchronously(on: executor) }
  }
}
