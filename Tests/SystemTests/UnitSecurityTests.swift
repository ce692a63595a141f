import Foundation
import MachineTesting
import ProcessTesting
import Testing

/// What systemd itself says about the units.
@Suite(.enabled(if: SystemTesting.isPossible), .timeLimit(.minutes(5)))
struct UnitSecurityTests {
  private static let units = ["tasksd.service", "tasksd-worker.service", "tasksd-beat.service", "tasksd@shop.service"]

  @Test func theUnitsAreFreeOfFaults() async throws {
    try await Machine.running(.installed) { machine in
      let output = try await machine.run(["systemd-analyze", "verify"] + Self.units + ["tasksd.socket"])
      #expect(output.exit == .code(0) && output.output.isEmpty && output.errors.isEmpty, "\(output)")
    }
  }

  @Test func theRunningServiceIsExposedLittle() async throws {
    try await Machine.running(.installed) { machine in
      try await machine.startTasksd()
      for unit in Self.units {
        let text = try await machine.run(["systemd-analyze", "security", "--no-pager", unit]).checked()
        let verdict = text.split(separator: "\n").last.map(String.init) ?? ""
        let score = verdict.split(separator: " ").compactMap { Double($0) }.first
        #expect(try #require(score) <= 1.5, "\(verdict)")
      }
    }
  }

  @Test func whatIsNotRestrictedIsLeftOutWithAReason() async throws {
    try await Machine.running(.installed) { machine in
      try await machine.startTasksd()
      let json = try await machine.run(["systemd-analyze", "security", "--json=short", "tasksd"]).checked()
      let open = try JSONDecoder().decode([SecurityRow].self, from: Data(json.utf8)).filter { $0.set == false }
      let leftOut = try UnitFile("tasksd.service").leftOut
      #expect(open.count < 20)
      for directive in Set(open.flatMap(\.directives)) {
        #expect(leftOut.contains(directive), "nothing is said about \(directive)")
      }
    }
  }
}
