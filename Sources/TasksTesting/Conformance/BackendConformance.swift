/// The text every backend must honour, case by case: the doc comments of the seams as stories.
///
/// ```swift
/// @Test(arguments: BackendConformance.cases)
/// func keepsThePromises(_ promise: ConformanceCase) async throws {
///   try await promise.run(BackendFixture(clock: clock, backend: backend) { try await open(sameFile) })
/// }
/// ```
/// Each case wants a fixture of its own. No case sleeps; a ring that does not come within 20 s counts as missing.
public enum BackendConformance {
  public static let cases: [ConformanceCase] =
    claiming + contents + settling + lostReceipts + leases + deferral + inspection + purging + unreadable + deadLetters
    + results + chords + chordFailures + chordBodies + ticks + overlaps + entryMemory + revocations + pauses + wakeUps
    + rates
    + places + waitingForPlaces + unique + uniqueAtTheGate + relaying + relayedChords

  /// The case of this name.
  public static func named(_ name: String) -> ConformanceCase? { cases.first { $0.name == name } }
}
