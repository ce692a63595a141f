/// Something that rests, and since when.
public struct Pause: Sendable, Hashable {
  public var subject: PauseSubject
  public var since: Timestamp

  public init(_ subject: PauseSubject, since: Timestamp) {
    self.subject = subject
    self.since = since
  }
}
