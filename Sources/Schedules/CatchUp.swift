/// What becomes of ticks that were missed, because no beat ran or the clock jumped.
public struct CatchUp: Hashable, Sendable {
  public enum Mode: String, Hashable, Sendable, CaseIterable {
    /// They are dropped.
    case skip
    /// The last of them is sent, however many there were; Celery's way.
    case latest
    /// Each is sent, oldest first.
    case all
  }

  public var mode: Mode
  /// How late a missed tick may still be sent; nil for any time. Below a second counts as one.
  public var deadline: Duration?
  /// How many ticks of one entry `all` sends at once; of more, the newest.
  public var limit: Int

  /// The latest tick is on time as long as it is not later than this: a restart or a pause of the machine across it is
  /// not a missed run.
  public static let grace = Duration.seconds(60)
  public static let standardLimit = 1000

  public init(_ mode: Mode, deadline: Duration? = nil, limit: Int = standardLimit) {
    self.mode = mode
    self.deadline = deadline
    self.limit = max(limit, 1)
  }

  public static let skip = CatchUp(.skip)
  public static let latest = CatchUp(.latest)
  public static let all = CatchUp(.all)

  /// With a deadline no longer than this.
  public func limited(to deadline: Duration?) -> CatchUp {
    guard let deadline else { return self }
    return CatchUp(mode, deadline: min(self.deadline ?? deadline, deadline), limit: limit)
  }
}
