public import FoundationEssentials
import Canvas
public import Logging
public import TaskModel

/// What a run is given to work with: its place in the world instead of a web request. New for every attempt.
public struct TaskRequest: Sendable {
  let run: RunContext
  private let context: ApplicationContext

  package init(_ run: RunContext, in context: ApplicationContext) {
    self.run = run
    self.context = context
  }
}

/// This run.
extension TaskRequest {
  public var id: TaskID { run.message.id }
  /// The name it was sent under; an alias, if it was sent under one.
  public var name: TaskName { run.message.task }
  /// 1 for the first run; retries count, redeliveries after a crash do not.
  public var attempt: Int {
    let (next, overflow) = run.message.retries.addingReportingOverflow(1)
    return overflow ? .max : next
  }
  /// How many times the message was handed out: more than 1 after a crash or a lost lease.
  public var deliveryCount: Int { run.deliveryCount }
  /// The message as it came, with its queue, headers and relatives.
  public var message: TaskMessage { run.message }
  public var startedAt: Timestamp { run.startedAt }
  public var now: Timestamp { context.clock.now }

  /// When the run will be asked to end; nil without a time limit.
  public var deadline: Timestamp? {
    [run.timeLimit.soft, run.timeLimit.hard].compactMap { $0 }.min().map { run.startedAt + $0 }
  }

  /// Whether the run was asked to end: its time is up, it was revoked, or the daemon stops without waiting.
  public var isCancelled: Bool { Task.isCancelled }

  /// Ends this run and asks for another, whatever the retry policy says about errors; its number of attempts still holds.
  /// - Parameters:
  ///   - countdown: the pause before it; nil leaves that to the retry policy.
  ///   - reason: for the log.
  public func retry(after countdown: Duration? = nil, because reason: String = "the task asked for it") throws -> Never
  {
    throw RetryRequest(countdown: countdown, reason: reason)
  }

  /// Ends this run and sends `workflow` in its place: with this task's id, its callbacks, the rest of its chain and its part
  /// of a chord. Whoever waits for this task gets what the workflow comes to.
  public func replace(with workflow: TaskSignature<some Sendable>) throws -> Never {
    throw ReplaceRequest(context.queue.messages.addressed(workflow).json)
  }

  /// Refuses the message: it is set aside as a dead letter and the task has failed; or it goes back into its queue, for another
  /// worker to take.
  public func reject(because reason: String = "", requeue: Bool = false) throws -> Never {
    throw RejectRequest(reason, requeue: requeue)
  }

  /// Ends this run and records nothing: the message is done with, and no callback, chain or chord is told.
  public func ignore() throws -> Never { throw IgnoreRequest() }

  /// Publishes a state of the task's own, such as `PROGRESS`, for whoever watches its result. Does not wait for the store;
  /// the outcome replaces it.
  /// - Parameter meta: what the result's value is meanwhile.
  public func update(state: TaskState, meta: JSONValue = .null) { run.publishState(state, meta) }
}

/// The application.
extension TaskRequest {
  /// The configuration's `[app:main]` section.
  public var settings: Settings { context.settings }
  /// What the application registered at start.
  public var services: Services { context.services }

  /// Where the application's pages are found, by the setting `site_url`.
  public var siteURL: URL? { context.siteURL }

  /// The absolute URL of a page: `url("review/1?from=mail")` is `https://example.test/review/1?from=mail`.
  public func url(_ path: String) throws(TaskRequestError) -> URL {
    guard let siteURL else { throw .siteURLMissing(for: path) }
    let base = siteURL.absoluteString
    let text = (base.hasSuffix("/") ? String(base.dropLast()) : base) + (path.hasPrefix("/") ? "" : "/") + path
    guard let url = URL(string: text) else { throw .notAPath(path) }
    return url
  }

  /// Sends tasks that know this one as their parent. They leave at once, also if this run fails afterwards.
  public var queue: TaskQueue {
    context.queue.sending(from: run)
  }

  /// Carries the task's id, name and attempt with every line. Made anew each time: keep it when logging in a loop.
  public var logger: Logger {
    var logger = context.logger
    logger[metadataKey: "task_id"] = .string(id.rawValue)
    logger[metadataKey: "task_name"] = .string(name.rawValue)
    logger[metadataKey: "attempt"] = .stringConvertible(attempt)
    return logger
  }
}
