import FoundationEssentials
import Testing

@testable import Tasks

@Suite("Settings and services")
struct SettingsTests {
  private let settings = Settings([
    "count": " 7 ", "ratio": "0.5", "pause": "1.5", "site": "https://example.test", "names": "a b\n c", "empty": " ",
    "text": "x",
  ])

  @Test func theTypedReadersRead() throws {
    #expect(try settings.integer("count") == 7)
    #expect(try settings.double("ratio") == 0.5)
    #expect(try settings.duration("pause") == .milliseconds(1500))
    #expect(try settings.url("site")?.host() == "example.test")
    #expect(settings.list("names") == ["a", "b", "c"])
    #expect(settings.list("nosuch").isEmpty)
    #expect(settings["text"] == "x" && settings.string("nosuch", default: "y") == "y")
    #expect(try settings.require("text") == "x")
    #expect(settings.keys.first == "count")
  }

  @Test(arguments: ["true", "YES", "on", "1"]) func someTextsAreTrue(_ text: String) throws {
    #expect(try Settings(["flag": text]).bool("flag") == true)
  }

  @Test(arguments: ["false", "No", "off", "0"]) func someTextsAreFalse(_ text: String) throws {
    #expect(try Settings(["flag": text]).bool("flag") == false)
  }

  @Test(arguments: ["2", "tru", "ja", "f", "nope"]) func anyOtherTextIsAnErrorAndNeverTrue(_ text: String) {
    let error = #expect(throws: SettingError.self) { try Settings(["flag": text]).bool("flag") }
    #expect(error?.description == "the setting flag is '\(text)', expected true, yes, on, 1 or false, no, off, 0")
  }

  @Test func whatIsMissingOrEmptyIsNil() throws {
    #expect(try settings.integer("nosuch") == nil)
    #expect(try settings.bool("empty") == nil)
    #expect(throws: SettingError(key: "nosuch", problem: "is missing")) { try settings.require("nosuch") }
  }

  @Test func whatIsOfAnotherKindIsAnError() {
    #expect(throws: SettingError.self) { try settings.integer("text") }
    #expect(throws: SettingError.self) { try settings.double("text") }
    #expect(throws: SettingError.self) { try Settings(["a": "-1"]).duration("a") }
    #expect(throws: SettingError.self) { try Settings(["a": "inf"]).duration("a") }
    #expect(throws: SettingError.self) { try settings.url("text") }
  }

  private protocol Gateway: Sendable {}
  private struct Paper: Gateway, Equatable { var size = 4 }

  @Test func servicesAreFoundByTheirType() throws {
    var services = Services()
    services.register(Paper())
    services.register(Paper(size: 5))
    services.register(Paper(size: 6), as: (any Gateway).self)
    #expect(try services.require(Paper.self).size == 5)
    #expect((services.find((any Gateway).self) as? Paper)?.size == 6)
    #expect(services.find(String.self) == nil)
    #expect(throws: TaskRequestError.serviceMissing("String")) { try services.require(String.self) }
  }
}
