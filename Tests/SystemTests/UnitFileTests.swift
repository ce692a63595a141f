import Testing

/// What can be said about the units without a machine.
struct UnitFileTests {
  @Test func everyRestrictionHasItsReason() throws {
    let sandbox = try UnitFile("tasksd.service").sandbox
    #expect(sandbox.count > 40)
    for (before, line) in zip(sandbox, sandbox.dropFirst()) where !line.isEmpty && !line.hasPrefix("#") {
      #expect(before.hasPrefix("# "), "\(line) has no reason above it")
    }
  }

  @Test(arguments: UnitFile.services)
  func allServicesHaveOneSandbox(_ name: String) throws {
    let restrictions = try UnitFile(name).restrictions
    #expect(restrictions.count > 20)
    #expect(restrictions == (try UnitFile("tasksd.service").restrictions))
  }

  /// journald would drop lines of every task when one talks too much. An interval of 0 is not handed on to it
  /// (unit_export_log_ratelimit_interval(), systemd 252).
  @Test(arguments: UnitFile.services)
  func journaldDropsNothing(_ name: String) throws {
    let lines = try UnitFile(name).lines
    #expect(lines.contains("LogRateLimitIntervalSec=1s") && lines.contains("LogRateLimitBurst=1000000"))
  }
}
