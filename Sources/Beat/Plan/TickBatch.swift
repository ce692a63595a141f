import Schedules
import TaskModel

/// The ticks of one claim, and which entries they belong to.
struct TickBatch {
  struct Item {
    var index: Int
    var decision: CatchUpDecision
    /// Its claims within `claims`: one for each tick, so that a node that is behind and one that is ahead never send the
    /// same tick twice.
    var claims: Range<Int>
  }

  private(set) var items: [Item] = []
  private(set) var claims: [TickClaim] = []
  /// Ticks of one moment share its text.
  private var lastText: (due: Timestamp, text: String)?

  /// Takes what is due out of the plan, the longest due first.
  init(from plan: inout BeatPlan, now: Timestamp, limit: Int, grace: Duration, origin: String) {
    while claims.count < limit, let (index, due) = plan.takeDue(through: now) {
      let planned = plan.entries[index]
      let decision = planned.decide(at: now, due: due, grace: grace)
      let start = claims.count
      for tick in decision.ticks {
        claims.append(claim(of: planned, due: tick, now: now, origin: origin))
      }
      items.append(Item(index: index, decision: decision, claims: start..<claims.count))
    }
  }

  private mutating func claim(of planned: PlannedEntry, due: Timestamp, now: Timestamp, origin: String) -> TickClaim {
    let message = TickMessage.make(planned, due: due, dueText: text(of: due), now: now, origin: origin)
    return TickClaim(
      entry: planned.entry.name, due: due, messages: [message], skipsIfUnfinished: planned.entry.overlap == .skip)
  }

  private mutating func text(of due: Timestamp) -> String {
    if let lastText, lastText.due == due { return lastText.text }
    let text = due.iso8601
    lastText = (due, text)
    return text
  }
}
