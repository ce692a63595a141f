/// Decides when a process group gets which signal and when a run is over. Pure: events and the time in, orders out.
///
/// - Told to stop: TERM, then KILL after the grace, or at the hard limit if that is earlier.
/// - Nobody told it, and the hard limit comes near: TERM ahead of the limit by a tenth of it, at most the grace.
/// - After TERM a leader may end before its children: they keep their grace as long as one of them holds the output open.
/// - Without TERM a run is over when its leader ends; what it left behind is killed.
struct GroupSupervision {
  enum Order: Sendable, Hashable { case terminate, kill }
  enum StopReason: Sendable, Hashable { case told, timeLimit }

  typealias Instant = ContinuousClock.Instant

  private enum Phase: Sendable, Hashable {
    case running
    case terminated(killAt: Instant)
    case killed
  }

  private let killGrace: Duration
  private let hardDeadline: Instant?
  private let termDeadline: Instant?
  private var phase: Phase = .running
  private var leaderEnded = false
  private var outputEnded = false
  /// Why it was stopped; nil for a run that ended by itself.
  private(set) var stopReason: StopReason?

  init(startedAt: Instant, hardLimit: Duration?, killGrace: Duration) {
    let grace = max(killGrace, .zero)
    let limit = hardLimit.map { max($0, .zero) }
    self.killGrace = grace
    hardDeadline = limit.map { startedAt + $0 }
    termDeadline = limit.map { startedAt + ($0 - min(grace, $0 / 10)) }
  }

  /// When ``advance(to:)`` wants to be called; nil: events only.
  var nextDeadline: Instant? {
    switch phase {
    case .running: termDeadline
    case .terminated(let killAt): killAt
    case .killed: nil
    }
  }

  var isOver: Bool {
    guard leaderEnded else { return false }
    if case .terminated = phase { return outputEnded }
    return true
  }

  mutating func leaderHasEnded() { leaderEnded = true }
  mutating func outputHasEnded() { outputEnded = true }

  mutating func stopWasAsked(at now: Instant) -> Order? {
    guard phase == .running, !leaderEnded else { return nil }
    return terminate(.told, at: now)
  }

  mutating func advance(to now: Instant) -> Order? {
    switch phase {
    case .running:
      guard let termDeadline, now >= termDeadline, !leaderEnded else { return nil }
      return terminate(.timeLimit, at: now)
    case .terminated(let killAt):
      guard now >= killAt else { return nil }
      phase = .killed
      return .kill
    case .killed: return nil
    }
  }

  private mutating func terminate(_ reason: StopReason, at now: Instant) -> Order {
    stopReason = reason
    let graceEnd = now + killGrace
    phase = .terminated(killAt: hardDeadline.map { min($0, graceEnd) } ?? graceEnd)
    return .terminate
  }
}
