import TaskModel

/// A settlement ready to be written: its follow-ups and its result turned into bytes by the caller.
struct StoredSettlement: Sendable {
  let receipt: Receipt
  let claim: ClaimReference?
  let disposition: Settlement.Disposition
  /// Nil when there are none.
  let followUps: StoredFollowUps?
  let result: StoredResult?
  let releases: [LimitRelease]

  init(_ settlement: Settlement) {
    receipt = settlement.receipt
    claim = ClaimReference(settlement.receipt)
    disposition = settlement.disposition
    followUps = settlement.followUps.isEmpty ? nil : StoredFollowUps(settlement.followUps)
    result = settlement.result.map(StoredResult.init)
    releases = settlement.releases
  }
}
