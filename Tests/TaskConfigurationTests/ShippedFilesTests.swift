import Foundation
import TaskConfiguration
import TaskModel
import Testing

/// The files in config/ are right, and they are the manual.
struct ShippedFilesTests {
  private static let directory = URL(filePath: #filePath).resolvingSymlinksInPath().deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent().appending(path: "config").path(percentEncoded: false)
  private static let names = ["tasksd.ini", "production.ini", "testing.ini"]

  private func check(_ name: String, text: String? = nil) -> (configuration: DaemonConfiguration, problems: [Problem]) {
    let path = Self.directory + "/" + name
    let executables: Set = [Self.directory + "/backup.sh", "/usr/share/tasksd/backup.sh", "/bin/date"]
    let files = text.map { MemoryFiles(texts: [path: $0], executables: executables) }
    let reading = ConfigurationReader(input(files ?? DiskFiles(), environment: ["PATH": "/usr/bin:/bin"])).read(path)
    let check = ConfigurationCheck(tasks: ["update_conversion_rates": "Swift type UpdateConversionRates"])
    return (reading.configuration, check.problems(of: reading))
  }

  private func text(_ name: String) throws -> String {
    try String(contentsOfFile: Self.directory + "/" + name, encoding: .utf8)
  }

  @Test(arguments: names) func theyHaveNoErrors(_ name: String) {
    #expect(check(name).problems.errors == [])
  }

  @Test func theDevelopmentFileNeedsNoServerAndShowsARunWithinSeconds() throws {
    let (configuration, problems) = check("tasksd.ini")
    #expect(problems == [])
    let root = Self.directory.dropLast("/config".count)
    #expect(configuration.options.broker == .sqlite(path: root + "/var/tasksd.db"))
    #expect(configuration.options.controlSocket == root + "/var/control.sock")
    #expect(configuration.entries.map(\.name) == ["heartbeat", "update_conversion_rates", "backup"])
    #expect(configuration.commands.map(\.name) == ["heartbeat", "backup"])
    #expect(configuration.settings["conversion_rates.url"] == "file:\(Self.directory)/rates.json")
    #expect(configuration.options.siteURL == "http://localhost:6543")
  }

  @Test func theRatesThatAreShippedAreJSON() throws {
    let rates = try JSONParser.parse(try text("rates.json"))
    #expect(rates["rates"]?["USD"]?.doubleValue != nil)
  }

  @Test(arguments: [("production.ini", "redis://localhost:6379/3"), ("testing.ini", "redis://localhost:6379/15")])
  func theyKeepToTheirRedisDatabases(_ name: String, _ url: String) throws {
    let report = ConfigurationReport(check(name).configuration).description
    let line = try #require(report.split(separator: "\n").first { $0.hasPrefix("broker_url") })
    #expect(line.contains(url))
    #expect(line.contains("\(name):"))
  }

  @Test func theFileOfANewInstallationNeedsNoServerAndSchedulesNothing() throws {
    let (configuration, problems) = check("service.ini")
    #expect(problems == [])
    #expect(configuration.options.broker == DaemonConfiguration().options.broker)
    #expect(configuration.entries.isEmpty && configuration.commands.isEmpty)
  }

  @Test func theExamplesOfANewInstallationAreRight() throws {
    let lines = try text("service.ini").split(separator: "\n", omittingEmptySubsequences: false)
    let examples = lines.map { $0.hasPrefix("#") && !$0.hasPrefix("# ") ? String($0.dropFirst()) : String($0) }
    let (configuration, problems) = check("service.ini", text: examples.joined(separator: "\n"))
    #expect(problems.errors == [])
    #expect(configuration.entries.map(\.name) == ["backup"] && configuration.commands.map(\.name) == ["backup"])
  }

  /// Every option stands in every file, set or at its default behind a `#`.
  @Test(arguments: names) func theyNameEveryOption(_ name: String) throws {
    let lines = try text(name).split(separator: "\n")
    for row in ConfigurationReport(DaemonConfiguration()).rows where row.section == "tasksd" {
      #expect(lines.contains { $0.hasPrefix("\(row.name) =") || $0.hasPrefix("#\(row.name) =") }, "\(row.name)")
    }
  }

  /// A default that is written down is the default.
  @Test(arguments: names) func whatStandsBehindAHashIsTheDefault(_ name: String) throws {
    let examples = [
      "broker_url", "site_url", "secrets_file", "control_socket_group", "state_directory", "control_socket",
    ]
    let lines = try text(name).split(separator: "\n", omittingEmptySubsequences: false)
    let section = lines.drop { $0 != "[tasksd]" }.prefix { $0 != "# Scheduled tasks: [celerybeat:NAME]" }
    for line in section where line.hasPrefix("#") && !line.hasPrefix("# ") && line.contains(" = ") {
      let option = String(line.dropFirst().prefix { $0 != " " })
      let reading = reading("[tasksd]\n" + line.dropFirst())
      if ["secrets_file", "sentinel_password"].contains(option) { continue }
      #expect(reading.problems.errors == [], "\(line)")
      if examples.contains(option) { continue }
      #expect(reading.configuration.options == DaemonOptions(), "\(line)")
    }
  }

  @Test func eagerExecutionIsExplainedWhereItIsSet() throws {
    let lines = try text("testing.ini").split(separator: "\n", omittingEmptySubsequences: false)
    let place = try #require(lines.firstIndex { $0.hasPrefix("task_always_eager") })
    let before = lines[(place - 6)..<place].joined(separator: "\n")
    #expect(before.contains("runs at once") && before.contains("Default: false") && before.contains("Use it in"))
  }
}
