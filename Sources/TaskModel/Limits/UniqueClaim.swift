/// A message's claim to be the only one of its key: a second one with the same key is refused while the claim stands.
///
/// It travels as the header `tasksd_unique`, so that whoever relays the message carries it on.
public struct UniqueClaim: Sendable, Hashable {
  /// Until when the claim stands.
  public enum End: String, Sendable, Hashable, CaseIterable {
    /// Until the task begins to run: `while_queued`.
    case start = "while_queued"
    /// Until its last attempt has come to an end, well or not: `until_done`.
    case done = "until_done"
    /// For a time after it was sent, whatever becomes of it.
    case period
  }

  /// The task's name and what stands for its arguments.
  public var key: String
  public var end: End
  /// How long the claim stands at most, from when it was sent or, of a deferred message, from when it is due; with
  /// ``End/period`` exactly so long after it was sent. A bound for the others: after it what was lost no longer blocks.
  public var lifetime: Duration

  public init(key: String, end: End, lifetime: Duration) {
    self.key = key
    self.end = end
    self.lifetime = lifetime
  }

  /// Until when it stands, made or renewed at `now` by a message that is due at `eta`.
  public func expires(now: Timestamp, eta: Timestamp?) -> Timestamp {
    (end == .period ? now : max(now, eta ?? now)) + lifetime
  }

  package static let header = "tasksd_unique"

  package var json: JSONValue {
    .object([
      "key": .string(key), "until": .string(end.rawValue), "lifetime": .integer(lifetime.microseconds),
    ])
  }

  package init?(json: JSONValue) {
    guard let key = json["key"]?.stringValue, !key.isEmpty, let lifetime = json["lifetime"]?.integerValue, lifetime > 0,
      let end = json["until"]?.stringValue.flatMap(End.init(rawValue:))
    else { return nil }
    self.init(key: key, end: end, lifetime: .microseconds(lifetime))
  }
}

extension TaskMessage {
  /// What the message claims to be the only one of; nil for most.
  public var unique: UniqueClaim? {
    get { headers.isEmpty ? nil : headers[UniqueClaim.header].flatMap(UniqueClaim.init(json:)) }
    set { headers[UniqueClaim.header] = newValue?.json }
  }
}
