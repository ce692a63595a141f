import TaskModel

/// What a receipt of this store says: which message, and which claim of it.
struct ClaimReference: Sendable, Hashable {
  let message: Int64
  let token: Int64

  init(message: Int64, token: Int64) {
    self.message = message
    self.token = token
  }

  /// Nil for a receipt that is not ours.
  init?(_ receipt: Receipt) {
    let parts = receipt.rawValue.split(separator: ".", omittingEmptySubsequences: false)
    guard parts.count == 2, let message = Int64(parts[0]), let token = Int64(parts[1]) else { return nil }
    self.init(message: message, token: token)
  }

  var receipt: Receipt { Receipt("\(message).\(token)") }
}
