import Tasks
import Testing

@testable import SQLiteDatabase

@Suite struct SQLitePlaceTests {
  @Test(arguments: [
    ("/var/lib/shop/shop.db", "/var/lib/shop/shop.db"), ("shop.db", "shop.db"), (":memory:", ":memory:"),
    ("sqlite:////var/lib/shop/shop.db", "/var/lib/shop/shop.db"), ("sqlite:///shop.db", "shop.db"),
    ("sqlite:///:memory:", ":memory:"), ("sqlite:////a%20b/%C3%A5%3F.db", "/a b/å?.db"), ("/a%20b.db", "/a%20b.db"),
  ])
  func namesAPath(text: String, path: String) throws {
    let place = try SQLitePlace(text)
    #expect(place.path == path)
    #expect(place.description == "sqlite:///" + path)
    #expect(place.isMemory == (path == ":memory:"))
  }

  @Test(arguments: [
    ("", "no path"), ("sqlite:", "three slashes"), ("sqlite://shop.db", "three slashes"), ("sqlite:///", "no path"),
    ("a\0b", "zero byte"),
    ("sqlite:///a%00b", "zero byte"), ("sqlite:///a%2", "%"), ("sqlite:///a%zz", "%"), ("sqlite:///a%FF", "UTF-8"),
    ("sqlite:///a.db?mode=ro", "%3F"), ("sqlite:///a.db#x", "%23"), ("file:a.db", "file:"),
    ("sqlite:///file:a.db", "file:"),
  ])
  func whatIsNoneIsRefused(text: String, reason: String) {
    let error = #expect(throws: DatabaseError.self) { _ = try SQLitePlace(text) }
    #expect(error?.code == .unavailable)
    #expect(error?.message.contains(reason) == true, "\(error.map(String.init(describing:)) ?? "")")
  }
}
