/// How one beat works. Values are checked where they are configured.
public struct BeatOptions: Sendable, Hashable {
  /// Who sends, such as `beat@web1`: the origin of the messages.
  public var origin: String
  /// How many ticks one claim holds at most (an entry that catches up may exceed it by its own ticks).
  public var batchLimit: Int
  /// The pause after the first failure of the store; it doubles with each, up to `longestPause`.
  public var firstPause: Duration
  public var longestPause: Duration

  public init(
    origin: String = "beat", batchLimit: Int = 512, firstPause: Duration = .milliseconds(100),
    longestPause: Duration = .seconds(10)
  ) {
    self.origin = origin
    self.batchLimit = max(batchLimit, 1)
    self.firstPause = firstPause
    self.longestPause = longestPause
  }
}
