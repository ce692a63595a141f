public import TaskModel

extension RedisBackend: LimitStore {
  public func admit(_ request: AdmissionRequest) async throws(BackendError) -> Admission {
    let now = clock.now
    let reply = try await run(admission(request, now: now), on: commands, to: "admit a task")
    guard let parts = reply.elements, parts.count == 2, let word = parts[0].text, let detail = parts[1].text else {
      throw unexpected(reply, "admit a task")
    }
    switch (word, Int64(detail)) {
    case ("granted", _): return .granted
    case ("full", _): return .full
    case ("duplicate", _): return .duplicate(of: TaskID(detail))
    case ("later", let wait?): return .notBefore(now + .microseconds(wait))
    default: throw unexpected(reply, "admit a task")
    }
  }

  private func admission(_ request: AdmissionRequest, now: Timestamp) -> RedisCommand {
    var command = RedisCommand(scripts.admission, keyCount: 0, capacity: 400)
    command.append(now.microseconds)
    command.append(lane)
    command.append(nextCall())
    command.append(request.task.rawValue)
    command.append(request.node.description)
    if let claim = request.unique {
      command.append(contentsOf: ["u", claim.key, claim.end.rawValue])
      command.append(claim.expires(now: now, eta: nil).microseconds)
    }
    if let concurrency = request.concurrency {
      command.append(contentsOf: ["c", concurrency.key])
      command.append(concurrency.limit)
    }
    if let rate = request.rate { append(rate, to: &command) }
    return command
  }

  private func append(_ rate: SharedRate, to command: inout RedisCommand) {
    let interval = rate.limit.interval
    command.append(contentsOf: ["r", rate.key])
    for duration in [interval, RateBucket.keeping(interval), RateBucket.horizon] {
      command.append(duration.microseconds)
    }
    command.append(RateBucket.maximum)
  }
}
