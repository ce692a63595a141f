import CHiredis
import Synchronization
import TaskModel
import WorkerThreads

/// The thread of a connection: takes everything that waits, writes it at once, reads the answers in order.
///
/// State: `pending` belongs to whoever holds the lock of `condition`; `link` to the thread that runs `run`.
final class ConnectionLoop: @unchecked Sendable {
  private let connector: RedisConnector
  private let interrupter: Interrupter
  private let condition = LockedCondition()
  private var pending: [any RedisJob] = []
  private var isClosed = false
  private var link: RedisConnector.Link?
  private let information = Mutex<RedisServerInformation?>(nil)

  init(_ connector: RedisConnector) {
    self.connector = connector
    interrupter = connector.interrupter
  }

  var server: RedisServerInformation? { information.withLock { $0 } }

  func submit(_ job: any RedisJob) {
    let isTaken = condition.withLock {
      if isClosed { return false }
      pending.append(job)
      if pending.count == 1 { condition.signal() }
      return true
    }
    if !isTaken { job.fail(.closed, mayHaveRun: false) }
  }

  /// Does not wait for the thread's end.
  func close() {
    condition.withLock {
      isClosed = true
      condition.signal()
    }
    interrupter.close()
  }

  /// The body of the thread.
  func run() {
    SignalMask.blockBrokenPipe()
    while let jobs = next() { serve(jobs) }
    link = nil
  }

  /// Nil when closed and nothing waits.
  private func next() -> [any RedisJob]? {
    condition.withLock {
      while pending.isEmpty && !isClosed { condition.wait() }
      defer { pending = [] }
      return pending.isEmpty ? nil : pending
    }
  }

  private func serve(_ jobs: [any RedisJob]) {
    let context: RedisContext
    do {
      context = try open()
    } catch {
      for job in jobs { job.fail(error, mayHaveRun: false) }
      return
    }
    guard let exchanges = write(jobs, to: context) else { return link = nil }
    if !answer(exchanges, from: context) { link = nil }
  }

  private func open() throws(LinkError) -> RedisContext {
    if let link, !link.context.isStale { return link.context }
    link = nil
    let fresh = try connector.connect()
    link = fresh
    information.withLock { $0 = fresh.server }
    return fresh.context
  }

  /// Nil when the connection broke; the jobs know it then.
  private func write(_ jobs: [any RedisJob], to context: RedisContext) -> [RedisExchange]? {
    var exchanges: [RedisExchange] = []
    exchanges.reserveCapacity(jobs.count)
    do {
      for job in jobs {
        exchanges.append(RedisExchange(job, start: context.unsentCount))
        for command in job.commands { try context.append(command) }
      }
      let total = context.unsentCount
      do {
        if total > 0 { try context.flush() }
      } catch {
        let written = total - context.surelyUnsentCount
        for exchange in exchanges { exchange.job.fail(error, mayHaveRun: exchange.start < written) }
        return nil
      }
      return exchanges
    } catch {
      for job in jobs { job.fail(error, mayHaveRun: false) }
      return nil
    }
  }

  /// False when the connection must not be used any more.
  private func answer(_ exchanges: [RedisExchange], from context: RedisContext) -> Bool {
    var rest = exchanges[...]
    var isUsable = true
    do {
      while let exchange = rest.first {
        for _ in exchange.job.commands where exchange.append(try context.nextReply()) { isUsable = false }
        if exchange.isComplete { exchange.finish() }
        rest.removeFirst()
      }
    } catch {
      for exchange in exchanges.prefix(rest.startIndex) where !exchange.isComplete {
        exchange.job.fail(error, mayHaveRun: true)
      }
      for exchange in rest { exchange.job.fail(error, mayHaveRun: !exchange.job.commands.isEmpty) }
      return false
    }
    return bringScripts(exchanges.filter { !$0.isComplete }, to: context) && isUsable
  }

  /// Sends what the server had no script for once more, with the script.
  private func bringScripts(_ exchanges: [RedisExchange], to context: RedisContext) -> Bool {
    var rest = exchanges[...]
    if rest.isEmpty { return true }
    do {
      for exchange in exchanges {
        for index in exchange.withoutScript {
          try context.append(exchange.job.commands[index], scriptIsKnown: false)
        }
      }
      try context.flush()
      while let exchange = rest.first {
        for index in exchange.withoutScript { exchange.replace(index, with: try context.nextReply()) }
        exchange.finish()
        rest.removeFirst()
      }
      return true
    } catch {
      for exchange in rest { exchange.job.fail(error, mayHaveRun: true) }
      return false
    }
  }
}
