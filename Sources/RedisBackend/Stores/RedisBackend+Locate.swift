import CeleryWire
public import TaskModel

/// Looking for single messages: page by page, in the direction in which they move, so that none slips through.
extension RedisBackend {
  private static let page = 500

  public func locate(_ ids: [TaskID]) async throws(BackendError) -> [LocatedMessage] {
    if ids.isEmpty { return [] }
    let search = MessageSearch(ids)
    var found = FoundMessages(search)
    let queues = try await knownQueues()
    for queue in queues { try await searchDeferred(queue, search, into: &found) }
    for queue in queues {
      for step in options.prioritySteps { try await searchList(queue, step, search, into: &found) }
    }
    try await searchHeld(search, into: &found)
    return ids.flatMap { found.take($0) }
  }

  /// From the newest on: what is pushed meanwhile is met twice, what is popped meanwhile is met as held.
  private func searchList(
    _ queue: QueueName, _ step: Int, _ search: MessageSearch, into found: inout FoundMessages
  ) async throws(BackendError) {
    var start = 0
    while true {
      let arguments = [queue.rawValue, String(step), String(start), String(start + Self.page - 1)] + search.texts
      let (looked, rows) = try await searched(scripts.searchList, arguments)
      for row in rows { found.add(row, queue, .waiting) }
      if looked < Self.page { return }
      start += Self.page
    }
  }

  private func searchDeferred(
    _ queue: QueueName, _ search: MessageSearch, into found: inout FoundMessages
  ) async throws(BackendError) {
    var start = 0
    while true {
      let arguments = [queue.rawValue, String(start), String(start + Self.page - 1)] + search.texts
      let (looked, rows) = try await searched(scripts.searchDeferred, arguments)
      for row in rows {
        let parts = row.split(separator: UInt8(ascii: " "), maxSplits: 2, omittingEmptySubsequences: false)
        if parts.count == 3 { found.add(Array(parts[2]), queue, .deferred) }
      }
      if looked < Self.page { return }
      start += Self.page
    }
  }

  private func searched(
    _ script: RedisScript, _ arguments: [String]
  ) async throws(BackendError) -> (looked: Int, rows: [[UInt8]]) {
    let reply = try await run(script, arguments, to: "locate messages")
    guard let parts = reply.elements, parts.count == 2, let looked = parts[0].integer else {
      throw unexpected(reply, "locate messages")
    }
    return (Int(clamping: looked), (parts[1].elements ?? []).compactMap(\.bytes))
  }

  private func searchHeld(_ search: MessageSearch, into found: inout FoundMessages) async throws(BackendError) {
    var cursor = "0"
    repeat {
      let reply = try await run(scripts.searchHeld, [cursor] + search.texts, to: "locate messages")
      guard let parts = reply.elements, parts.count == 2, let next = parts[0].text, let rows = parts[1].elements else {
        throw unexpected(reply, "locate messages")
      }
      for index in stride(from: 0, to: rows.count - 1, by: 2) {
        guard let tag = rows[index].text, let record = rows[index + 1].bytes.flatMap(HeldRecord.init) else { continue }
        found.add(Array(record.envelope), QueueName(record.routingKey), .inFlight, tag: tag)
      }
      cursor = next
    } while cursor != "0"
  }
}
