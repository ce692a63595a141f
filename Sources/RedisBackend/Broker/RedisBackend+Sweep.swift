import CeleryWire
import TaskModel

/// What Celery workers dropped: messages that nobody has touched for the visibility timeout go back to their queues, as kombu
/// does it (`transport/redis.py`, `restore_visible`), but never for want of a binding.
extension RedisBackend {
  /// How many at once; the rest follows with the next sweep.
  private static let sweptAtOnce = 1000

  func sweep() async throws(BackendError) -> Int {
    let attempted = "restore what Celery workers dropped"
    let age = String(options.visibilityTimeout.microseconds)
    let stale = try await run(scripts.stale, [nowText, age, String(Self.sweptAtOnce)], to: attempted)
    guard let rows = stale.elements, !rows.isEmpty else { return 0 }
    let token = "\(lane).\(nextCall())"
    guard try await run(scripts.lockRestoring, [token], to: attempted).integer == 1 else { return 0 }
    let result: Result<Int, BackendError>
    do throws(BackendError) {
      result = .success(try await putBack(stale: rows, to: attempted))
    } catch {
      result = .failure(error)
    }
    _ = try? await run(scripts.unlockRestoring, [token], to: attempted)
    return try result.get()
  }

  /// Newest first, so that the oldest ends at the front.
  private func putBack(stale rows: [RedisReply], to attempted: String) async throws(BackendError) -> Int {
    var call = newCall(capacity: rows.count * 600)
    var tables: [String: [Binding]] = [:]
    for index in stride(from: rows.count / 2 * 2 - 2, through: 0, by: -2) {
      guard let tag = rows[index].text, let record = rows[index + 1].bytes.flatMap(HeldRecord.init) else { continue }
      if !record.exchange.isEmpty, tables[record.exchange] == nil {
        let members = try await run(scripts.bindings, [record.exchange], to: attempted).elements ?? []
        tables[record.exchange] = members.compactMap { $0.text.flatMap { Binding($0, separator: options.separator) } }
      }
      write(record, tag, bindings: tables[record.exchange] ?? [], into: &call)
    }
    return call.count - (try await apply(call, to: attempted).lost.count)
  }

  private func write(_ record: HeldRecord, _ tag: String, bindings: [Binding], into call: inout ChangeCall) {
    let raw = Array(record.envelope)
    let queues = bindings.filter { $0.takes(record.routingKey) }.map(\.queue)
    let queue = queues.first ?? record.routingKey
    if HeldTag(tag) != nil {
      let back = PutBack(record, tag: tag, counts: true)
      return call.putBack(tag, queue: back.queue, step: back.step, envelope: back.envelope)
    }
    let properties = (try? JSONParser.parse(raw, options: JSONParser.Options(allowsNaN: true)))?["properties"]
    let priority = properties?["priority"]?.integerValue.map { Priority(Int(clamping: $0)) } ?? .standard
    let envelope = CeleryCodec.redelivered(raw) ?? raw
    call.putBack(tag, queue: queue, step: String(options.step(of: priority)), envelope: envelope)
  }
}
