/// Why a run was told to end before it was done.
enum CancelReason: Sendable, Hashable {
  case softTimeLimit(Duration)
  case hardTimeLimit(Duration)
  case revoked
  /// The worker stops and does not wait.
  case stopping
}
