import ArgumentParser

/// Runs the rows that were asked for, each as often as was asked for, and prints what came out.
struct BenchCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "tasksd-bench", abstract: "Measure what tasksd promises in figures.",
    discussion: """
      Absolute numbers drift with the machine and its load: compare the ratios. Where a row has a limit, that was measured \
      in the same round: the same work by SQLite or the kernel alone. Nothing is asserted.
      """)

  @Option(help: ArgumentHelp("Rounds of each row; by default 3, and 1 of rows that take long.", valueName: "n"))
  var rounds: Int?

  @Option(help: ArgumentHelp("Only these rows: \(Self.names).", valueName: "row"))
  var only: [String] = []

  @Flag(help: "Print JSON.")
  var json = false

  @Option(help: ArgumentHelp("The daemon to measure; by default the one beside this program.", valueName: "path"))
  var tasksd: String?

  @Option(help: ArgumentHelp("Where databases are put for the time of the run: a real disk.", valueName: "path"))
  var directory = "/var/tmp"

  private static let rows: [any Row] = [
    DiskRow(), DrainRow(), EnqueueRow(), LatencyRow(), StartRow(), IdleRow(), DeferredRow(), BeatRow(isOnRedis: false),
    SpawnRow(),
    RedisDrainRow(storesResults: true), RedisDrainRow(storesResults: false), RedisLatencyRow(), RedisEtaRow(),
    RedisDeferredRow(), RedisStartRow(), RedisIdleRow(), RedisSleepRow(),
    BeatRow(isOnRedis: true),
  ]

  private static var names: String { rows.map(\.name).joined(separator: ", ") }

  func validate() throws {
    if let rounds, !(1...1000).contains(rounds) { throw ValidationError("--rounds is a number from 1 to 1000") }
    for name in only where !Self.rows.contains(where: { $0.name == name }) {
      throw ValidationError("there is no row '\(name)': \(Self.names)")
    }
  }

  func run() async throws {
    var report = Report()
    for row in Self.rows where only.isEmpty || only.contains(row.name) {
      await measure(row, into: &report)
    }
    print(json ? report.json : report.table)
    if report.hasFailures { throw ExitCode.failure }
  }

  private func measure(_ row: any Row, into report: inout Report) async {
    for round in 1...max(1, rounds ?? row.usualRounds) {
      Progress.note("\(row.name), round \(round)")
      do {
        let workshop = try Workshop(in: directory, tasksd: tasksd)
        defer { workshop.remove() }
        for reading in try await row.measure(in: workshop) { report.add(reading, of: row.name) }
      } catch {
        report.addFailure("\(error)", of: row.name)
        return
      }
    }
  }
}
