public import TaskModel

extension RedisBackend: DeadLetterStore {
  private var deadKey: String { options.keyPrefix + "tasksd:dead" }

  public func deadLetterCount() async throws(BackendError) -> Int {
    let reply = try await run(RedisCommand("ZCARD", deadKey), on: commands, to: "count dead letters")
    return Int(clamping: reply.integer ?? 0)
  }

  public func deadLetters(after number: Int64, limit: Int) async throws(BackendError) -> [DeadLetter] {
    if limit <= 0 { return [] }
    let command = RedisCommand("ZRANGEBYSCORE", deadKey, "(\(number)", "+inf", "LIMIT", "0", String(limit))
    let reply = try await run(command, on: commands, to: "list dead letters")
    return (reply.elements ?? []).compactMap { $0.bytes.flatMap(DeadLetter.init(record:)) }
  }

  public func deadLetter(_ number: Int64) async throws(BackendError) -> DeadLetter? {
    let command = RedisCommand("ZRANGEBYSCORE", deadKey, String(number), String(number))
    let reply = try await run(command, on: commands, to: "read a dead letter")
    return reply.elements?.first?.bytes.flatMap(DeadLetter.init(record:))
  }

  public func replayDeadLetters(_ numbers: [Int64]) async throws(BackendError) -> [Int64] {
    var replayable: [Int64] = []
    var call = newCall()
    for number in numbers where !replayable.contains(number) {
      guard var message = try await deadLetter(number)?.message else { continue }
      message.eta = nil
      replayable.append(number)
      call.removeDeadLetter(number)
      call.send(message)
    }
    let lost = Set(try await apply(call, to: "replay dead letters").lost)
    wakers.ring()
    return replayable.enumerated().filter { !lost.contains($0.offset) }.map(\.element)
  }

  public func dropDeadLetters(_ numbers: [Int64]) async throws(BackendError) -> [Int64] {
    var call = newCall()
    for number in numbers { call.removeDeadLetter(number) }
    let lost = Set(try await apply(call, to: "drop dead letters").lost)
    return numbers.enumerated().filter { !lost.contains($0.offset) }.map(\.element)
  }
}
