/// A statement that may be interrupted while it runs.
struct Query: Sendable {
  let number: UInt64
  let interrupter: QueryInterrupter

  var isUnwanted: Bool { interrupter.isUnwanted(number) }
}
