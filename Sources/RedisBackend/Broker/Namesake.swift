/// Another node of the same name that may be alive.
public struct Namesake: Sendable, Equatable {
  /// Where it runs, as it said when it took the name; empty when it said nothing.
  public let home: String
  /// The end of its lease, in the server's microseconds. It lives when that is later at the next look.
  public let lease: Int64
  /// How much of its lease is left.
  public let left: Duration

  public init(home: String, lease: Int64, left: Duration) {
    self.home = home
    self.lease = lease
    self.left = left
  }
}
