import TaskModel

/// A settlement ready to be written: its messages and its result turned into bytes by the caller.
struct StoredSettlement: Sendable {
  let receipt: Receipt
  let claim: ClaimReference?
  let disposition: Settlement.Disposition
  let publish: [StoredMessage]
  let result: StoredResult?

  init(_ settlement: Settlement) {
    receipt = settlement.receipt
    claim = ClaimReference(settlement.receipt)
    disposition = settlement.disposition
    publish = settlement.publish.map(StoredMessage.init)
    result = settlement.result.map(StoredResult.init)
  }
}
