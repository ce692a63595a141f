import TaskModel

/// Where the grids of new entries begin: now, and of very many entries spread over the next second, so that ten thousand
/// one-second entries that came in one file do not all fall due at the same instant for ever after.
enum AnchorSpread {
  /// So many share one anchor: what one claim takes in its stride.
  static let groupSize = 128

  static func anchor(ofEntry index: Int, among count: Int, now: Timestamp) -> Timestamp {
    let groups = (count + groupSize - 1) / groupSize
    guard groups > 1 else { return now }
    return now + .microseconds(1_000_000 * (index / groupSize) / groups)
  }
}
