import Synchronization
import TaskModel

/// Keeps what a relay knows, and tells what is new: a loss once, a return once.
final class OutboxHealth: Sendable {
  private let standingNow = Mutex(OutboxStanding())
  private let timer: any WallClock
  private let report: @Sendable (OutboxEvent) -> Void

  init(timer: any WallClock, report: @escaping @Sendable (OutboxEvent) -> Void) {
    self.timer = timer
    self.report = report
  }

  var standing: OutboxStanding { standingNow.withLock { $0 } }

  func failed(_ failure: RelayFailure) {
    switch failure {
    case .database(let error):
      // It is there; the same again will do.
      if [.conflict, .busy, .cancelled].contains(error.code) { return }
      if noteLoss(\.databaseAwaySince) { report(.databaseAway(error)) }
    case .store(let error):
      if noteLoss(\.storeAwaySince) { report(.storeAway(error)) }
    }
  }

  func databaseAnswered() {
    if let since = noteReturn(\.databaseAwaySince) { report(.databaseBack(downtime: timer.now - since)) }
  }

  func storeAnswered(relayed: Int, refused: [RefusedDuplicate]) {
    if let since = noteReturn(\.storeAwaySince) { report(.storeBack(downtime: timer.now - since)) }
    standingNow.withLock { $0.relayed += relayed }
    if relayed > 0 { report(.relayed(relayed)) }
    for duplicate in refused { report(.refusedDuplicate(duplicate)) }
  }

  func setAside(_ number: Int64, task: String, problem: String) {
    standingNow.withLock { $0.setAside += 1 }
    report(.setAside(row: number, task: task, problem: problem))
  }

  func cleaned(_ count: Int) { report(.inboxCleaned(count)) }

  func isEmpty() {
    standingNow.withLock { standing in
      standing.waiting = 0
      standing.oldest = nil
    }
  }

  func surveyed(waiting: Int, setAside: Int, oldest: Timestamp?) {
    standingNow.withLock { standing in
      standing.waiting = waiting
      standing.setAside = setAside
      standing.oldest = oldest
    }
  }

  /// True at the loss.
  private func noteLoss(_ since: WritableKeyPath<OutboxStanding, Timestamp?>) -> Bool {
    let now = timer.now
    return standingNow.withLock { standing in
      defer { standing[keyPath: since] = standing[keyPath: since] ?? now }
      return standing[keyPath: since] == nil
    }
  }

  /// Since when it was away; nil when it was not.
  private func noteReturn(_ since: WritableKeyPath<OutboxStanding, Timestamp?>) -> Timestamp? {
    standingNow.withLock { $0[keyPath: since].take() }
  }
}
