import Tasks
import Testing

@testable import PostgresDatabase

struct PostgresAddressTests {
  private func place(_ url: String) throws -> String { try PostgresDatabase(url, clock: testClock).place }

  @Test(arguments: [
    ("postgresql://shop:secret@db.example.com:5433/shop?sslmode=require", "postgresql://shop@db.example.com:5433/shop"),
    ("postgres://shop@localhost/shop", "postgresql://shop@localhost/shop"),
    ("postgresql:///shop", "postgresql:///shop"),
    ("postgresql://", "postgresql:///"),
    ("postgresql://a,b:5433/shop", "postgresql://a,b:5433/shop"),
    ("postgresql://[::1]:5433/shop", "postgresql://[::1]:5433/shop"),
    ("postgresql://shop@/shop?host=/run/postgresql&password=secret", "postgresql://shop@/shop?host=/run/postgresql"),
    ("postgresql://shop%40x:a%2Fb@h/d%20b?application_name=secret", "postgresql://shop@x@h/d b"),
  ])
  func aPlaceSaysWhereWithoutSecrets(_ url: String, _ shown: String) throws {
    #expect(try place(url) == shown)
  }

  @Test(arguments: [
    "", "shop", "http://shop:hidden@h/d", "mysql://shop:hidden@h/d", "postgresql+psycopg2://shop:hidden@h/d",
    "host=h password=hidden", "postgresql:shop", "postgresql://shop:hid%zzden@h/d",
    "postgresql://shop:hidden@h/d?ssl=1&x",
    "postgresql://shop:hidden@h/d?sslmod=require", "postgresql://shop:hidden@[::1/d",
    "postgresql://shop:hidden@[::1]x/d",
    "postgresql://shop:hidden@h/d?password=hidden=1", "postgresql://shop@h/d?password=%hidden", "postgresql://h/d\0x",
    "postgresql://u:hidden/@h:x]/?=", "postgresql://u:hid\"den@[::1]x", "postgresql://u:h\"%zz\"hidden@h",
    "postgresql://@[]/name@:hidden@",
  ])
  func aBadURLIsRefusedAndItsPasswordNotRepeated(_ url: String) throws {
    let error = #expect(throws: DatabaseError.self) { _ = try place(url) }
    #expect(error?.code == .value)
    #expect(error?.message.isEmpty == false)
    #expect(error.map { "\($0)".contains("hid") } == false)
  }

  @Test func aMisspelledSettingIsNamed() {
    let error = #expect(throws: DatabaseError.self) { _ = try place("postgresql://shop:hidden@h/d?sslmod=require") }
    #expect(error?.message.contains("sslmod") == true)
  }

  @Test(arguments: ["a/b", "a@b", "a/b@c", "/", "@"])
  func aPasswordThatLibpqWouldSplitIsRefused(_ password: String) throws {
    let error = #expect(throws: DatabaseError.self) { _ = try place("postgresql://shop:\(password)word@h/d") }
    #expect(error?.message.contains("%2F") == true)
    #expect(error.map { "\($0)".contains("word@") } == false)
  }

  /// Whatever it is made of, written as it is or encoded.
  @Test func aPasswordIsNeverShown() {
    var random = SeededGenerator(seed: 20)
    let characters = Array("abcXYZ019%/:@?#[]&=+;,.\"' \\!$*()-_~äß")
    for _ in 0..<2000 {
      let password =
        "zq"
        + String(
          (0..<Int.random(in: 1...8, using: &random)).map { _ in characters.randomElement(using: &random) ?? "a" })
        + "qz"
      let url = "postgresql://shop:\(password)@h:5432/d"
      let shown = Result { try place(url) }
      #expect(!"\(shown)".contains("zq") && !"\(shown)".contains("qz"), "\(url): \(shown)")
    }
  }
}
