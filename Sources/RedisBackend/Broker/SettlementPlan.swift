import TaskModel

/// A batch of settlements on its way to the server: what is sent, in which order, and whose receipts are lost anyway.
struct SettlementPlan {
  private struct Item {
    let index: Int
    /// Nil where the receipt is not looked at.
    let tag: HeldTag?
  }

  private let settlements: [Settlement]
  /// In the order in which they are written.
  private var items: [Item] = []
  private var lostIndexes: [Int] = []
  private var marked: [String: PutBack] = [:]

  init(_ settlements: [Settlement], node: String) {
    self.settlements = settlements
    var putBack: [Item] = []
    items.reserveCapacity(settlements.count)
    for (index, settlement) in settlements.enumerated() {
      if settlement.disposition == .recordOnly {
        items.append(Item(index: index, tag: nil))
      } else if let tag = HeldTag(settlement.receipt.rawValue), tag.node == node {
        let item = Item(index: index, tag: tag)
        if case .requeue = settlement.disposition { putBack.append(item) } else { items.append(item) }
      } else {
        lostIndexes.append(index)
      }
    }
    // The front of a queue is where the next push goes: the first that was claimed is pushed last.
    items += putBack.sorted { left, right in
      guard let left = left.tag, let right = right.tag else { return false }
      return right < left
    }
  }

  /// Of what is to go back with its delivery counted.
  var countedTags: [String] {
    items.compactMap { item in
      let settlement = settlements[item.index]
      return settlement.disposition == .requeue(countsDelivery: true) ? settlement.receipt.rawValue : nil
    }
  }

  mutating func mark(_ tag: String, _ putBack: PutBack) { marked[tag] = putBack }

  var tags: [HeldTag] { items.compactMap(\.tag) }
  var tagTexts: [String] { items.compactMap { $0.tag == nil ? nil : settlements[$0.index].receipt.rawValue } }

  mutating func drop(_ tags: Set<String>) {
    let lost = items.filter { $0.tag != nil && tags.contains(settlements[$0.index].receipt.rawValue) }.map(\.index)
    lostIndexes += lost
    items.removeAll { lost.contains($0.index) }
  }

  /// About how many bytes it takes.
  var capacity: Int {
    settlements.reduce(0) { $0 + 120 + ($1.result == nil ? 0 : 600) + $1.publish.count * 1200 }
  }

  var mayMakeWork: Bool {
    settlements.contains { settlement in
      switch settlement.disposition {
      case .requeue, .deferUntil, .waitForPlace: true
      case .acknowledge, .recordOnly, .deadLetter: !settlement.followUps.isEmpty || !settlement.releases.isEmpty
      }
    }
  }

  /// - Parameter guarded: false where the messages are settled elsewhere: only the effects are written.
  func write(into call: inout ChangeCall, guarded: Bool) {
    for item in items {
      let settlement = settlements[item.index]
      if guarded { writeGuard(of: settlement, into: &call) } else { call.always() }
      for release in settlement.releases { call.giveBack(release) }
      if let result = settlement.result { call.store(result) }
      call.append(settlement.followUps)
    }
  }

  private func writeGuard(of settlement: Settlement, into call: inout ChangeCall) {
    let tag = settlement.receipt.rawValue
    switch settlement.disposition {
    case .recordOnly: call.always()
    case .acknowledge: call.acknowledge(tag)
    case .requeue:
      if let back = marked[tag] {
        call.putBack(tag, queue: back.queue, step: back.step, envelope: back.envelope)
      } else {
        call.putBack(tag)
      }
    case .deferUntil(let due): call.defer(tag, until: due)
    case .waitForPlace(let concurrency, let latest): call.park(tag, for: concurrency, until: latest)
    case .deadLetter(let reason, let detail): call.setAside(tag, reason: reason, detail: detail)
    }
  }

  /// The receipts that are not held any more, from the numbers of changes that were not done.
  func lost(_ changes: [Int]) -> [Receipt] {
    let indexes = lostIndexes + changes.compactMap { items.indices.contains($0) ? items[$0].index : nil }
    return indexes.sorted().map { settlements[$0].receipt }
  }
}
