import CeleryWire
import TaskModel

/// One call of the script that applies changes, written straight into the bytes that go to the server: for each change its
/// guard first, then its effects.
struct ChangeCall {
  /// Which effects are written: those of the others go to another server.
  struct Scope: OptionSet {
    let rawValue: Int
    static let queues = Scope(rawValue: 1)
    static let results = Scope(rawValue: 2)
    static let all: Scope = [.queues, .results]
  }

  private(set) var command: RedisCommand
  /// How many changes have been begun.
  private(set) var count = 0
  private let options: RedisOptions
  private let scope: Scope
  private let now: Timestamp
  /// Asked for once, since the kernel takes its time; the messages of one call count on from it.
  private var random = UInt64.random(in: .min ... .max)

  /// - Parameters:
  ///   - lane: the caller's, under which answers are kept for repeated calls.
  ///   - number: new for every call of the lane.
  init(
    _ script: RedisScript, lane: String, number: UInt64, now: Timestamp, options: RedisOptions, scope: Scope = .all,
    capacity: Int = 0
  ) {
    command = RedisCommand(script, keyCount: 0, capacity: capacity + 100)
    self.options = options
    self.scope = scope
    self.now = now
    command.append(now.microseconds)
    command.append(lane)
    command.append(number)
  }

  private mutating func begin(_ guardCode: String) {
    command.append(guardCode)
    count += 1
  }

  // MARK: Guards

  mutating func always() { begin("N") }

  mutating func acknowledge(_ tag: String) {
    begin("A")
    command.append(tag)
  }

  /// Back to the front, as it was recorded.
  mutating func putBack(_ tag: String) { putBack(tag, queue: "", step: "", envelope: []) }

  /// Back to the front of this list, as this envelope. An empty `step` is the tag's own.
  mutating func putBack(_ tag: String, queue: String, step: String, envelope: [UInt8]) {
    begin("Q")
    command.append(tag)
    command.append(queue)
    command.append(step)
    command.append(envelope)
  }

  mutating func `defer`(_ tag: String, until due: Timestamp) {
    begin("D")
    command.append(tag)
    command.append(due.microseconds)
  }

  /// Into the deferred set until a place is free, or at once to the front where one is.
  mutating func park(_ tag: String, for concurrency: SharedConcurrency, until latest: Timestamp) {
    begin("W")
    command.append(tag)
    command.append(concurrency.key)
    command.append(concurrency.limit)
    command.append(latest.microseconds)
  }

  mutating func setAside(_ tag: String, reason: DeadLetter.Reason, detail: String) {
    begin("X")
    command.append(tag)
    command.append(reason.rawValue)
    command.append(detail)
  }

  /// - Parameter id: of a message that came from an outbox, or of a chord's group.
  mutating func relay(_ id: String) {
    begin("R")
    command.append(id)
  }

  mutating func finishChord(_ group: String, token: String) {
    begin("K")
    command.append(group)
    command.append(token)
  }

  mutating func removeDeadLetter(_ number: Int64) {
    begin("Z")
    command.append(number)
  }

  /// - Parameter previous: the entry's last task, if it was looked for, and whether it is unfinished.
  mutating func claimTick(_ tick: TickClaim, previous: (task: TaskID, isUnfinished: Bool)?) {
    begin("T")
    command.append(tick.entry)
    command.append(tick.due.microseconds)
    command.append(tick.skipsIfUnfinished ? "1" : "0")
    command.append(previous?.task.rawValue ?? "")
    command.append(previous?.isUnfinished == true ? "1" : "0")
    command.append(tick.messages.last?.id.rawValue ?? "")
    command.append(tick.messages.count)
  }

  // MARK: Effects

  /// - Parameter refusesDuplicate: whether it is left out where another holds the key that it claims; otherwise it goes
  ///   without its claim then.
  mutating func send(_ message: TaskMessage, refusesDuplicate: Bool = false) {
    guard scope.contains(.queues) else { return }
    let due = message.eta.flatMap { $0 > now ? $0 : nil }
    let claim = message.unique
    if let claim {
      command.append("u")
      append(claim, of: message, refusesDuplicate: refusesDuplicate)
    } else {
      command.append(due == nil ? "m" : "l")
    }
    command.append(message.queue.rawValue)
    command.append(options.step(of: message.priority))
    if let due { command.append(due.microseconds) } else if claim != nil { command.append("") }
    random &+= 1
    command.append(CeleryCodec.encode(message, deliveryTag: DeliveryTag.make(at: now, random: random), now: now))
  }

  private mutating func append(_ claim: UniqueClaim, of message: TaskMessage, refusesDuplicate: Bool) {
    command.append(claim.key)
    command.append(claim.end.rawValue)
    command.append(claim.expires(now: now, eta: message.eta).microseconds)
    command.append(refusesDuplicate ? "1" : "0")
    command.append(message.id.rawValue)
  }

  mutating func giveBack(_ release: LimitRelease) {
    guard scope.contains(.queues) else { return }
    switch release {
    case .unique(let key, let holder): append("k", key, holder)
    case .concurrency(let key, let holder): append("s", key, holder)
    }
  }

  private mutating func append(_ code: String, _ key: String, _ holder: TaskID) {
    command.append(code)
    command.append(key)
    command.append(holder.rawValue)
  }

  /// - Parameter replacesFailure: false for what another task's end brings, which replaces no final state at all.
  mutating func store(_ result: TaskResult, replacesFailure: Bool = true) {
    guard scope.contains(.results) else { return }
    command.append("r")
    command.append(result.id.rawValue)
    command.append(result.state.isFinal ? (replacesFailure ? "F" : "U") : "N")
    append(expiry: result.expires ?? options.resultExpires.map { now + $0 })
    command.append(record(of: result))
  }

  /// States on the way stay readable for the script that looks which one is there.
  private func record(of result: TaskResult) -> [UInt8] {
    let compression = result.state.isFinal ? options.resultCompression : nil
    if let packed = try? CeleryResult.encode(result, compression: compression) { return packed }
    return (try? CeleryResult.encode(result)) ?? []
  }

  mutating func expect(_ size: ChordSize) {
    guard scope.contains(.results) else { return }
    command.append("c")
    command.append(size.groupID)
    command.append(size.count)
    append(expiry: size.expires)
  }

  mutating func count(_ part: ChordPart) {
    guard scope.contains(.results) else { return }
    command.append("p")
    command.append(part.groupID)
    command.append(part.taskID.rawValue)
    command.append(part.index.map { String($0) } ?? "+inf")
    command.append(CeleryChord.encodeMember(part))
    append(expiry: part.expires)
    command.append(part.note)
  }

  /// Sizes before the parts, so that a part finds its size.
  mutating func append(_ followUps: FollowUps, refusesDuplicates: Bool = false) {
    for message in followUps.messages { send(message, refusesDuplicate: refusesDuplicates) }
    for result in followUps.results { store(result, replacesFailure: false) }
    for size in followUps.chordSizes { expect(size) }
    for part in followUps.chordParts { count(part) }
  }

  /// As the script wants it: how many ms are left, by the server's time; otherwise the moment in µs. Nothing: for ever.
  private mutating func append(expiry: Timestamp?) {
    guard let expiry else { return command.append("") }
    if options.leaseTime == .clock { return command.append(expiry.microseconds) }
    // Some three thousand years: what Redis can add to its time without overflow.
    let left = min((expiry - now).microseconds / 1000, 100_000_000_000_000)
    command.append(max(left, 1))
  }
}
