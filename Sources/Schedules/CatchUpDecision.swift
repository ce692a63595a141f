public import TaskModel

/// What to do about an entry now: pure, from its schedule, what is remembered of it, and the time.
public struct CatchUpDecision: Hashable, Sendable {
  /// To be sent now, in order.
  public var ticks: [Timestamp]
  /// The last tick that is due, sent or not: what comes next comes after it. Nil when nothing is due.
  public var latestDue: Timestamp?
  /// The oldest tick that was missed; nil when everything is on time.
  public var firstMissed: Timestamp?
  /// Nil when the schedule ends.
  public var nextDue: Timestamp?

  /// The first tick that was not claimed yet: after the last one that was, or else after the anchor; the anchor itself
  /// when the entry runs at its start.
  public static func firstDue(
    of schedule: Schedule, anchor: Timestamp, lastDue: Timestamp?, runsAtStart: Bool
  ) -> Timestamp? {
    if lastDue == nil, runsAtStart { return anchor }
    return schedule.next(after: lastDue ?? anchor, anchor: anchor)
  }

  /// - Parameters:
  ///   - firstDue: the first tick that was not claimed yet, see ``firstDue(of:anchor:lastDue:runsAtStart:)``.
  ///   - grace: how late the latest tick may be and still count as on time.
  public static func make(
    _ schedule: Schedule, anchor: Timestamp, firstDue: Timestamp, now: Timestamp, catchUp: CatchUp,
    grace: Duration = CatchUp.grace
  ) -> CatchUpDecision {
    guard firstDue <= now else { return CatchUpDecision(ticks: [], nextDue: firstDue) }
    var (latest, next) = (firstDue, schedule.next(after: firstDue, anchor: anchor))
    if let second = next, second <= now {
      latest = schedule.latest(after: firstDue, through: now, anchor: anchor) ?? second
      next = schedule.next(after: latest, anchor: anchor)
    }
    let deadline = catchUp.deadline.map { max($0, .seconds(1)) }
    let isOnTime = now - latest <= min(grace, deadline ?? grace)
    let mayBeLate = deadline.map { now - latest <= $0 } ?? true
    let ticks: [Timestamp] =
      switch catchUp.mode {
      case .skip: isOnTime ? [latest] : []
      case .latest: isOnTime || mayBeLate ? [latest] : []
      case .all:
        firstDue == latest
          ? (isOnTime || mayBeLate ? [latest] : [])
          : newest(
            catchUp.limit, of: schedule, anchor: anchor, from: firstDue, through: latest,
            notBefore: deadline.map { now - $0 })
      }
    return CatchUpDecision(
      ticks: ticks, latestDue: latest, firstMissed: firstDue < latest || !isOnTime ? firstDue : nil, nextDue: next)
  }

  /// The newest ticks of a stretch.
  private static func newest(
    _ limit: Int, of schedule: Schedule, anchor: Timestamp, from first: Timestamp, through last: Timestamp,
    notBefore: Timestamp?
  ) -> [Timestamp] {
    let start = max(first, notBefore ?? first) - .microseconds(1)
    var ticks: [Timestamp] = start < first ? [first] : []
    ticks += schedule.ticks(after: max(start, first), through: last, limit: limit + 1, anchor: anchor)
    guard ticks.count > limit else { return ticks }
    // Too many to list from the old end, perhaps by far: walk back from the new one.
    ticks = [last]
    while ticks.count < limit, let tick = ticks.last,
      let earlier = schedule.latest(after: start, through: tick - .microseconds(1), anchor: anchor)
    {
      ticks.append(earlier)
    }
    return ticks.reversed()
  }
}
