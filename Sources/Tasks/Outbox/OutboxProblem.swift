/// Why a row of the outbox cannot be sent: which column says what, and what would be right.
struct OutboxProblem: Error, Sendable, Hashable, CustomStringConvertible {
  let description: String

  init(_ column: String, _ text: String) { description = "\(column): \(text)" }
}
