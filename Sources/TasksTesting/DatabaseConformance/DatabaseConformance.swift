/// The text every database must honour, case by case: the doc comments of `Database`, `DatabaseConnection` and
/// `DatabaseTransaction` as stories.
///
/// ```swift
/// @Test(arguments: DatabaseConformance.cases)
/// func keepsThePromises(_ promise: DatabaseConformanceCase) async throws {
///   try await promise.run(DatabaseFixture(clock: clock) { connections, wait in try open(connections, wait) })
/// }
/// ```
/// Each case wants a fixture of its own: a database without tables. No case sleeps; a ring that does not come within 20 s
/// counts as missing.
public enum DatabaseConformance {
  public static let cases: [DatabaseConformanceCase] =
    values + statements + transactionsOfConnections + refusals + lending + cancelling + rings + transactions + endings
    + conflicts + savepoints + sending + inbox

  /// The case of this name.
  public static func named(_ name: String) -> DatabaseConformanceCase? { cases.first { $0.name == name } }
}
