public import TaskModel

/// When something is due: an interval on its grid, or wall-clock times in a zone. Pure: knows no clock.
public enum Schedule: Hashable, Sendable {
  case interval(Interval)
  case crontab(Crontab, ZoneRules)

  /// The first tick after this moment. `anchor` is where an interval's grid begins; a crontab does not need it. Nil when
  /// there is none before the end of time.
  public func next(after moment: Timestamp, anchor: Timestamp) -> Timestamp? {
    switch self {
    case .interval(let interval): interval.next(after: moment, anchor: anchor)
    case .crontab(let crontab, let zone): crontab.next(after: moment, in: zone)
    }
  }

  /// Up to `limit` ticks after `start`, none after `end`, in order.
  public func ticks(after start: Timestamp, through end: Timestamp, limit: Int, anchor: Timestamp) -> [Timestamp] {
    var found: [Timestamp] = []
    var last = start
    while found.count < limit, let tick = next(after: last, anchor: anchor), tick <= end {
      found.append(tick)
      last = tick
    }
    return found
  }

  /// The last tick at or before `end` that lies after `start`, found by halving: months of missed minutes cost a few
  /// dozen steps.
  public func latest(after start: Timestamp, through end: Timestamp, anchor: Timestamp) -> Timestamp? {
    guard var found = next(after: start, anchor: anchor), found <= end else { return nil }
    if case .interval(let interval) = self {
      return interval.tick(interval.number(at: end, anchor: anchor), anchor: anchor)
    }
    var (low, high) = (found.microseconds, end.microseconds)
    while low < high {
      // Ticks lie in (low, end] or `found` is the last; none lies in (high, end].
      let middle = (low & high) + ((low ^ high) >> 1)
      if let tick = next(after: Timestamp(microseconds: middle), anchor: anchor), tick <= end {
        found = tick
        low = tick.microseconds
      } else {
        high = middle
      }
    }
    return found
  }

  /// The same for all spellings of the same schedule. Beat remembers it: an entry whose text changed starts anew.
  public var canonicalText: String {
    switch self {
    case .interval(let interval): "interval \(interval.period.microseconds) µs"
    case .crontab(let crontab, let zone): "crontab \(crontab.canonicalText) \(zone.name)"
    }
  }

  /// For people: `every 1 h`, `04:00 daily Europe/Helsinki`, or the crontab's text and zone.
  public var text: String {
    switch self {
    case .interval(let interval): "every \(interval.text)"
    case .crontab(let crontab, let zone): "\(crontab.shortText) \(zone.name)"
    }
  }

  public var notices: [ScheduleNotice] {
    switch self {
    case .interval: []
    case .crontab(let crontab, _): crontab.notices
    }
  }
}

extension Crontab {
  /// A single time of every day in words, anything else as it was written.
  fileprivate var shortText: String {
    let isDaily = [.dayOfWeek, .dayOfMonth, .monthOfYear].allSatisfy { unit in
      self[unit].bits == CrontabField.allBits(of: unit)
    }
    guard isDaily, hour.values.count == 1, minute.values.count == 1 else { return text }
    let digits = [hour.first, minute.first].map { $0 < 10 ? "0\($0)" : "\($0)" }
    return digits.joined(separator: ":") + " daily"
  }
}
