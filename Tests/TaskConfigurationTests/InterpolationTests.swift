import TaskModel
import Testing

@testable import TaskConfiguration

struct InterpolationTests {
  private let names = ["here": "/site", "a": "A", "app.b-c": "BC"]
  private let environment = ["BROKER": "redis://localhost:6379/15", "EMPTY": "", "PERCENT": "%(a)s ${BROKER}"]

  private func expand(_ text: String) throws(ValueError) -> String {
    let names = names
    return try Interpolator(environment: environment) { name throws(ValueError) in names[name] }.expand(text)
  }

  @Test(arguments: [
    ("%(here)s/x", "/site/x"), ("%(a)s%(a)s", "AA"), ("%(app.b-c)s", "BC"), ("p%40ss", "p%40ss"), ("100%", "100%"),
    ("%", "%"), ("%%", "%"), ("%%(a)s", "%(a)s"), ("%(a)", "%(a)"), ("%(a)d", "%(a)d"), ("%(a b)s", "%(a b)s"),
    ("%()s", "%()s"), ("%h %n", "%h %n"), ("${BROKER}", "redis://localhost:6379/15"), ("$BROKER $", "$BROKER $"),
    ("$${BROKER}", "${BROKER}"), ("${EMPTY}", ""), ("${EMPTY:-x}", "x"), ("${NONE:-}", ""),
    ("${NONE:-%(here)s/x}", "/site/x"), ("${PERCENT}", "%(a)s ${BROKER}"), ("å${EMPTY}ä", "åä"),
  ])
  func onlyWellFormedReferencesAreReplaced(_ text: String, _ expected: String) throws {
    #expect(try expand(text) == expected)
  }

  @Test(arguments: ["%(nope)s", "${NOPE}", "${", "${}", "${A-B}", "${1}", "${NOPE:=x}"])
  func whatLeadsNowhereIsAnError(_ text: String) {
    #expect(throws: ValueError.self) { try expand(text) }
  }

  @Test func keysOfTheSectionAndOfDEFAULTAreSeenAndTheNearestCounts() {
    let options = reading(
      """
      [DEFAULT]
      host = far
      port = 1
      [celery]
      task_default_queue = %(host)s-%(port)s-%(name)s
      host = near
      name = %(port)s
      """
    ).configuration.options
    #expect(options.defaultQueue == "near-1-1")
  }

  @Test func environmentReachesEverySectionOfOurs() {
    let result = reading(
      """
      [celery]
      broker_url = ${BROKER}
      [celerybeat:a]
      task = ${T}
      type = integer
      schedule = ${S:-30}
      """, environment: environment.merging(["T": "backup"]) { $1 })
    #expect(result.problems == [])
    #expect(result.configuration.options.broker.maskedDescription == "redis://localhost:6379/15")
    #expect(result.configuration.entries.map(\.task) == ["backup"])
  }

  @Test(arguments: [
    (9, "hostname: with everything put in, the value has more than 65536 bytes"),
    (20, "hostname: %(k11)s: more than 10 references in a row"),
  ])
  func referencesThatGrowWithoutEndAreStopped(_ count: Int, _ message: String) {
    let keys = (1...count).map { "k\($0) = " + String(repeating: "%(k\($0 + 1))s", count: 8) }
    let text = "[tasksd]\nhostname = %(k1)s\n[DEFAULT]\n" + keys.joined(separator: "\n")
    #expect(reading(text + "\nk\(count + 1) = 0123456789abcdef").problems.map(\.message) == [message])
  }
}
