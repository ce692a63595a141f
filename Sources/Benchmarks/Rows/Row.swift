/// One row of the table: something that is measured, round after round, each in a fresh workshop.
protocol Row: Sendable {
  /// For `--only`.
  var name: String { get }
  /// How often it is measured when nobody says so.
  var usualRounds: Int { get }
  /// One round.
  func measure(in workshop: Workshop) async throws -> [Reading]
}

extension Row {
  var usualRounds: Int { 3 }
}
