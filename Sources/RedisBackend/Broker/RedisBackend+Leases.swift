public import TaskModel

extension RedisBackend {
  @discardableResult
  public func renewLease(of node: NodeIdentity, for duration: Duration) async throws(BackendError) -> Bool {
    // What is younger than that looks young to a Celery worker, too.
    let old = clock.now - min(.microseconds(duration.microseconds / 3), .seconds(20))
    var arguments = [
      nowText, node.description, String(duration.microseconds), node.name,
      String(options.visibilityTimeout.microseconds),
    ]
    arguments += held.tags(claimedBefore: old)
    return try await run(scripts.renewal, arguments, to: "renew the lease").integer != 0
  }

  public func restoreAbandoned(by node: NodeIdentity) async throws(BackendError) -> Int {
    let attempted = "restore abandoned messages"
    let reply = try await run(
      scripts.survey, [nowText, node.description, node.name, String(Self.sweepPause.microseconds / 1000)], to: attempted
    )
    guard let parts = reply.elements, parts.count == 3 else { throw unexpected(reply, attempted) }
    var (count, sentOn) = (0, 0)
    for dead in (parts[0].elements ?? []).compactMap(\.text) {
      count += try await putBackAll(heldBy: dead, counts: true, to: attempted)
      sentOn += try await forget(dead, to: attempted)
    }
    if parts[1].integer ?? 0 > 0 { try await adoptChords() }
    if parts[2].integer == 1 { count += try await sweep() }
    if count + sentOn > 0 { wakers.ring() }
    return count
  }

  public func leave(_ node: NodeIdentity) async throws(BackendError) {
    let count = try await putBackAll(heldBy: node.description, counts: false, to: "leave")
    let sentOn = try await forget(node.description, to: "leave")
    held.forget(node: node.description)
    if count + sentOn > 0 { wakers.ring() }
  }

  /// - Returns: how many who waited for a place that it had were sent on.
  private func forget(_ node: String, to attempted: String) async throws(BackendError) -> Int {
    Int(clamping: try await run(scripts.forgetNode, [nowText, node], to: attempted).integer ?? 0)
  }

  /// How often, of all nodes together, one looks for what Celery workers have dropped.
  private static let sweepPause = Duration.seconds(10)

  /// The last to be claimed is pushed first, so that the order stays.
  private func putBackAll(heldBy node: String, counts: Bool, to attempted: String) async throws(BackendError) -> Int {
    var found: [(tag: HeldTag, text: String, bytes: [UInt8])] = []
    try await forEachHeld(matching: HeldTag.pattern(ofNode: node), to: attempted) { text, bytes in
      if let tag = HeldTag(text), tag.node == node { found.append((tag, text, bytes)) }
    }
    var seen: Set<String> = []
    found = found.filter { seen.insert($0.text).inserted }.sorted { $1.tag < $0.tag }
    var count = 0
    for start in stride(from: 0, to: found.count, by: 500) {
      var call = newCall(capacity: 500 * 1300)
      for (_, text, bytes) in found[start..<min(start + 500, found.count)] {
        guard counts, let record = HeldRecord(bytes) else {
          call.putBack(text)
          continue
        }
        let back = PutBack(record, tag: text, counts: true)
        call.putBack(text, queue: back.queue, step: back.step, envelope: back.envelope)
      }
      count += call.count - (try await apply(call, to: attempted).lost.count)
    }
    return count
  }

  /// Page by page; a tag may be seen twice.
  func forEachHeld(
    matching pattern: String, to attempted: String, _ body: (String, [UInt8]) -> Void
  ) async throws(BackendError) {
    var cursor = "0"
    repeat {
      let reply = try await run(scripts.held, [cursor, pattern], to: attempted)
      guard let parts = reply.elements, parts.count == 2, let next = parts[0].text, let rows = parts[1].elements else {
        throw unexpected(reply, attempted)
      }
      for index in stride(from: 0, to: rows.count - 1, by: 2) {
        if let tag = rows[index].text, let bytes = rows[index + 1].bytes { body(tag, bytes) }
      }
      cursor = next
    } while cursor != "0"
  }
}
