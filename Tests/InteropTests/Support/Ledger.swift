import FoundationEssentials
import ProcessTesting

/// The file in which every run of `demo.record` leaves a line when it begins and one when it ends.
struct Ledger: Sendable {
  /// One run of an item, as far as it got.
  struct Run: Sendable, Hashable {
    let item: Int
    /// The worker's process.
    let process: Int32
    let kind: String
  }

  private let lines: OutputLines

  /// Follows the file as it grows.
  init(_ name: String, of fleet: Fleet) async throws {
    try fleet.write(name, "")
    let follower = try await fleet.start(["/usr/bin/tail", "-n", "+1", "-f", fleet.path(name)])
    lines = follower.standardOutput
  }

  /// Waits until it has so many lines.
  func wait(forLines count: Int) async throws {
    _ = try await lines.first("\(count) lines", from: count - 1) { _ in true }
  }

  /// Waits until each of these has come to an end.
  func waitForEnd(of items: Range<Int>) async throws {
    for item in items {
      _ = try await lines.first("the end of \(item)") { $0.hasPrefix("end \(item) ") }
    }
  }

  var begins: [Run] { runs("begin") }
  var ends: [Run] { runs("end") }

  private func runs(_ word: String) -> [Run] {
    lines.all.compactMap { line in
      let words = line.split(separator: " ").map(String.init)
      guard words.count == 4, words[0] == word, let item = Int(words[1]), let process = Int32(words[2]) else {
        return nil
      }
      return Run(item: item, process: process, kind: words[3])
    }
  }

  /// What became of so many tasks.
  func account(of items: Range<Int>, killed: Set<Int32>) -> Account {
    Account(items: items, begins: begins, ends: ends, killed: killed)
  }
}

/// Sent, run, lost, doubled.
struct Account: Sendable, CustomStringConvertible {
  let sent: Int
  /// Never run to an end.
  let lost: [Int]
  /// Run more than once, although no kill hit a run of theirs.
  let doubled: [Int]
  /// Run again because their first worker was killed while they ran.
  let repeated: Int
  /// How many each kind ran to an end.
  let shares: [String: Int]

  init(items: Range<Int>, begins: [Ledger.Run], ends: [Ledger.Run], killed: Set<Int32>) {
    let begun = Dictionary(grouping: begins, by: \.item)
    let ended = Dictionary(grouping: ends, by: \.item)
    sent = items.count
    lost = items.filter { ended[$0] == nil }
    shares = Dictionary(grouping: ends, by: \.kind).mapValues(\.count)
    let several = items.filter { (begun[$0]?.count ?? 0) > 1 }
    // Each run but one must have ended with its worker: begun by a process that was killed.
    doubled = several.filter { item in
      let runs = begun[item] ?? []
      return runs.count { killed.contains($0.process) } < runs.count - 1
    }
    repeated = several.count - doubled.count
  }

  var description: String {
    "sent \(sent), lost \(lost.count) \(lost.prefix(10)), doubled \(doubled.count) \(doubled.prefix(10)), "
      + "repeated after a kill \(repeated), run by \(shares)"
  }
}
