import TaskModel

/// Reads how a task is delivered and run: queue, priority, limits, retries, acknowledgement, result.
struct TaskOptionsReader {
  let defaults: DaemonOptions

  func read(_ reader: inout SectionReader) -> TaskOptions {
    var options = TaskOptions()
    options.queue = reader.optional("queue") { text throws(ValueError) in
      QueueName(try ValueReader.queue(text.text))
    }
    options.priority = reader.integer("priority", in: 0...9).map { Priority($0) }
    options.expires = reader.duration("expires")
    options.timeLimit = timeLimit(&reader)
    options.retry = retry(&reader)
    options.acknowledges = reader.value("acks", default: defaults.acknowledgesLate ? .late : .early) {
      text throws(ValueError) in try acknowledgement(text.text)
    }
    options.maxDeliveries = reader.integer("max_deliveries", in: 1...1000)
    options.rateLimit = reader.optional("rate_limit") { text throws(ValueError) in try rateLimit(text.text) } ?? nil
    options.globalRateLimit =
      reader.optional("global_rate_limit") { text throws(ValueError) in try rateLimit(text.text) } ?? nil
    options.unique = reader.optional("unique") { text throws(ValueError) in try uniqueness(text.text) } ?? nil
    options.concurrencyLimit = reader.integer("concurrency_limit", in: 1...1_000_000).map { ConcurrencyLimit($0) }
    options.ignoresResult = reader.boolean("ignore_result", default: defaults.ignoresResults)
    options.resultExpires = reader.duration("result_expires")
    return options
  }

  private func rateLimit(_ text: String) throws(ValueError) -> RateLimit? {
    do { return try RateLimit.parse(text) } catch {
      throw ValueReader.wrong(text, is: "not a rate", hint: "write 10/s, 100/m, 5/h, or none")
    }
  }

  private func uniqueness(_ text: String) throws(ValueError) -> Uniqueness? {
    switch text.lowercased() {
    case "no", "none", "false": return nil
    case UniqueClaim.End.start.rawValue: return .whileQueued
    case UniqueClaim.End.done.rawValue: return .untilDone
    default: break
    }
    do { return .for(try DurationReader.read(text, allowsZero: false)) } catch {
      throw ValueReader.wrong(
        text, is: "no way of being unique",
        hint: "write while_queued, until_done, a length of time such as 1h, or none")
    }
  }

  private func acknowledgement(_ text: String) throws(ValueError) -> TaskOptions.Acknowledgement {
    guard let value = TaskOptions.Acknowledgement(rawValue: text.lowercased()) else {
      throw ValueReader.wrong(
        text, is: "not a moment of acknowledgement",
        hint: "write late (after the run, at least once) or early (before it, at most once)")
    }
    return value
  }

  private func timeLimit(_ reader: inout SectionReader) -> TimeLimit {
    let hard = reader.optional("timeout") { text throws(ValueError) in
      try DurationReader.readOptional(text.text, allowsZero: false)
    }
    let soft = reader.optional("soft_timeout") { text throws(ValueError) in
      try DurationReader.readOptional(text.text, allowsZero: false)
    }
    let limit = TimeLimit(soft: soft ?? defaults.softTimeLimit, hard: hard ?? defaults.timeLimit)
    if let softLimit = limit.soft, let hardLimit = limit.hard, softLimit >= hardLimit {
      if reader.has("soft_timeout") {
        reader.report(
          key: "soft_timeout",
          "soft_timeout: \(DurationReader.text(softLimit)) is not below the timeout of \(DurationReader.text(hardLimit))",
          hint: "make it shorter than timeout")
      } else {
        // A default soft limit beyond a task's own hard one means nothing.
        return TimeLimit(soft: nil, hard: limit.hard)
      }
    }
    return limit
  }

  private func retry(_ reader: inout SectionReader) -> RetryPolicy {
    let retries = reader.integer("max_retries", in: 0...1_000_000) ?? 0
    let base = reader.optional("retry_backoff") { text throws(ValueError) in try backoff(text.text) } ?? .seconds(1)
    let maximum = reader.duration("retry_backoff_max") ?? .seconds(600)
    let jitter = reader.boolean("retry_jitter", default: true)
    let fixed = reader.duration("retry_delay", allowsZero: true)
    if let fixed, reader.has("retry_backoff") {
      reader.report(
        key: "retry_delay", "retry_delay and retry_backoff exclude each other",
        hint: "retry_delay is a fixed pause, retry_backoff one that doubles; keep one")
      return .fixed(attempts: retries + 1, pause: fixed)
    }
    for key in ["retry_backoff", "retry_backoff_max", "retry_jitter", "retry_delay"]
    where reader.has(key) && retries == 0 {
      reader.report(as: .notice, key: key, "\(key) has no effect: max_retries is 0", hint: "set max_retries")
    }
    if let fixed { return .fixed(attempts: retries + 1, pause: fixed) }
    return retries == 0
      ? .never : .exponential(attempts: retries + 1, base: base, maximum: maximum, jitter: jitter)
  }

  /// A length of time; or, as Celery has it, `true` for one second.
  private func backoff(_ text: String) throws(ValueError) -> Duration {
    text.lowercased() == "true" ? .seconds(1) : try DurationReader.read(text, allowsZero: false)
  }
}
