import DequeModule
import TaskModel

/// What the memory backend keeps of the limits that all workers share.
struct MemoryLimits: Sendable {
  private struct Claim {
    var holder: TaskID
    var end: UniqueClaim.End
    var expires: Timestamp
  }

  /// A message in the deferred set that waits for a place.
  struct Parked: Sendable {
    let queue: QueueName
    let sequence: Int
    let concurrency: SharedConcurrency
  }

  private var claims: [String: Claim] = [:]
  /// Who runs where, by key.
  var places: [String: [TaskID: NodeIdentity]] = [:]
  /// By key, who has waited longest first. Some may be gone.
  private(set) var parked: [String: Deque<Parked>] = [:]
  private var rates: [String: RateBucket] = [:]

  func holder(of key: String, besides task: TaskID, now: Timestamp) -> TaskID? {
    guard let claim = claims[key], claim.expires > now, claim.holder != task else { return nil }
    return claim.holder
  }

  /// Takes the key if it is free, or renews what the task holds; otherwise does nothing.
  mutating func claim(_ claim: UniqueClaim, for task: TaskID, eta: Timestamp?, now: Timestamp) {
    var expires = claim.expires(now: now, eta: eta)
    if let standing = claims[claim.key], standing.expires > now {
      guard standing.holder == task else { return }
      // A period counts from the first sending.
      expires = standing.end == .period ? standing.expires : max(expires, standing.expires)
    }
    claims[claim.key] = Claim(holder: task, end: claim.end, expires: expires)
  }

  mutating func release(_ key: String, of task: TaskID) {
    guard let claim = claims[key], claim.holder == task, claim.end != .period else { return }
    claims[key] = nil
  }

  mutating func removeExpired(now: Timestamp) { claims = claims.filter { $0.value.expires > now } }

  mutating func leave(_ key: String, _ task: TaskID) {
    places[key]?[task] = nil
    if places[key]?.isEmpty == true { places[key] = nil }
  }

  mutating func park(_ entry: MemoryEntry, for concurrency: SharedConcurrency) {
    parked[concurrency.key, default: []].append(
      Parked(queue: entry.queue, sequence: entry.sequence, concurrency: concurrency))
  }

  mutating func unparkFirst(_ key: String) {
    _ = parked[key]?.popFirst()
    if parked[key]?.isEmpty == true { parked[key] = nil }
  }

  /// Nil: there was a token. Otherwise when there will be one.
  mutating func takeToken(of rate: SharedRate, at now: Timestamp) -> Timestamp? {
    var bucket = rates.removeValue(forKey: rate.key) ?? RateBucket(rate.limit)
    if bucket.limit != rate.limit { bucket = RateBucket(rate.limit) }
    defer { rates[rate.key] = bucket }
    return bucket.admit(at: now)
  }
}
