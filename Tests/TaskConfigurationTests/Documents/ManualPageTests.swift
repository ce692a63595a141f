import Foundation
import TaskConfiguration
import TaskModel
import Testing

/// tasksd.ini(5) knows every key.
struct ManualPageTests {
  private func page() throws -> String { try Documents.text("docs/man/tasksd.ini.5") }

  @Test func itHasEveryOptionWithAllItsNamesAndItsMoment() throws {
    let page = try page()
    let options = try #require(ConfigurationReport(DaemonConfiguration()).json["tasksd"]?.objectValue)
    #expect(options.count > 40)
    for (name, option) in options {
      #expect(page.contains("\\fB\(name)\\fR"), "\(name) is missing: make docs")
      for other in option["names"]?.arrayValue ?? [] {
        #expect(page.contains("\\fB\(other.stringValue ?? "")\\fR"), "\(name) lacks its name \(other): make docs")
      }
      let moment = try #require(option["change"]?.stringValue)
      #expect(page.contains(moment.replacing("-", with: "\\-")), "when a change of \(name) is in force: make docs")
    }
  }

  /// A key that is like no other is answered with the list of all.
  @Test(arguments: [
    "[task:x]\ncommand = true", "[celerybeat:x]\ntask = backup\ntype = integer\nschedule = 30", "[celeryroute:x]",
  ])
  func itHasEveryKeyOfTheOtherSections(_ section: String) throws {
    let page = try page()
    let hint = try #require(reading(section + "\nqqqqqqqqqqqq = 1").problems.errors.last?.hint)
    let plain = page.replacing("\\fB", with: " ").replacing("\\fR", with: " ")
    let words = Set(plain.split { !$0.isLetter && $0 != "_" && $0 != "." })
    let keys = try #require(hint.split(separator: "it takes ").last).split(separator: ", ")
    #expect(keys.count > 1)
    for key in keys where !Self.ignored.contains(String(key)) {
      #expect(words.contains(key), "\(key): describe it in config/production.ini, and make docs")
    }
  }

  /// Celery's keys of a route that have no effect.
  private static let ignored: Set = ["exchange", "exchange_type", "routing_key", "delivery_mode"]
}
