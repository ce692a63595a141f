import CLinux
import Glibc

/// An operating system thread on which blocking is allowed, usable as the preferred executor of tasks.
///
/// Jobs run one after the other in the order in which they came. Blocking code on it holds up only what is meant for this
/// thread. State: the job list and `isStopping` belong to whoever holds the lock; the thread itself sleeps on the
/// condition while there is nothing to do.
public final class WorkerThread: TaskExecutor, @unchecked Sendable {
  public let name: String

  private let condition = LockedCondition()
  private var work: [Work] = []
  private var isStopping = false

  /// Starts the thread. `name` shows in `top` and debuggers, cut to 15 bytes.
  public init(name: String) throws(ThreadError) {
    self.name = name
    let unmanaged = Unmanaged.passRetained(self)
    var attributes = pthread_attr_t()
    pthread_attr_init(&attributes)
    pthread_attr_setdetachstate(&attributes, Int32(PTHREAD_CREATE_DETACHED))
    var thread = pthread_t()
    let code = pthread_create(
      &thread, &attributes,
      { context in
        guard let context else { return nil }
        Unmanaged<WorkerThread>.fromOpaque(context).takeRetainedValue().runLoop()
        return nil
      }, unmanaged.toOpaque())
    pthread_attr_destroy(&attributes)
    guard code == 0 else {
      unmanaged.release()
      throw ThreadError(name: name, code: code)
    }
  }

  public func enqueue(_ job: consuming ExecutorJob) { add(.job(UnownedJob(job))) }

  /// Runs `body` on the thread, after what was asked for before.
  public func perform(_ body: @escaping @Sendable () -> Void) { add(.closure(body)) }

  private func add(_ item: Work) {
    condition.withLock {
      work.append(item)
      if work.count == 1 { condition.signal() }
    }
  }

  /// Lets the thread end when it has run what was enqueued. Jobs enqueued after it ended are run by nobody, so whoever
  /// stops a thread first ends the tasks that prefer it.
  public func stop() {
    condition.withLock {
      isStopping = true
      condition.signal()
    }
  }

  private func runLoop() {
    linux_set_thread_name(String(decoding: name.utf8.prefix(15), as: UTF8.self))
    let executor = asUnownedTaskExecutor()
    var taken: [Work] = []
    while true {
      let ends = condition.withLock {
        while work.isEmpty && !isStopping { condition.wait() }
        swap(&taken, &work)
        return taken.isEmpty
      }
      if ends { return }
      for item in taken {
        switch item {
        case .job(let job): job.runSynchronously(on: executor)
        case .closure(let body): body()
        }
      }
      taken.removeAll(keepingCapacity: true)
    }
  }
}

private enum Work {
  case job(UnownedJob)
  case closure(@Sendable () -> Void)
}

/// The system refused a thread: usually a limit on threads or memory.
public struct ThreadError: Error, Sendable, CustomStringConvertible {
  public let name: String
  public let code: Int32

  package init(name: String, code: Int32) {
    self.name = name
    self.code = code
  }

  public var description: String { "cannot start thread \(name): \(String(cString: strerror(code)))" }
}
