import Testing

@testable import TaskConfiguration

struct DatabaseAddressTests {
  private func read(_ url: String) throws(ValueError) -> DatabaseAddress? {
    try DatabaseAddressReader(directory: "/site").read(url)
  }

  @Test(arguments: [
    ("postgresql://h/shop", "postgresql://h/shop"), ("postgres://h/shop", "postgresql://h/shop"),
    ("PostgreSQL+psycopg2://u:p@h/shop", "postgresql://u:***@h/shop"), ("postgresql:///shop", "postgresql:///shop"),
    (
      "postgresql://u:p%40s@h:5433,i:5434/shop?sslmode=verify-full",
      "postgresql://u:***@h:5433,i:5434/shop?sslmode=verify-full"
    ),
    ("postgresql://h/shop?user=u&password=geheim", "postgresql://h/shop?user=u&password=***"),
    ("postgresql://u@[::1]:5432/shop", "postgresql://u@[::1]:5432/shop"),
    ("postgresql://%2Frun%2Fpostgresql/shop", "postgresql://%2Frun%2Fpostgresql/shop"),
    ("sqlite:////var/shop.db", "sqlite:////var/shop.db"), ("sqlite:///shop.db", "sqlite:////site/shop.db"),
    ("sqlite:///a%20b.db", "sqlite:////site/a b.db"),
  ])
  func aURLIsReadAndShownWithoutItsPassword(_ url: String, _ shown: String) throws {
    #expect(try read(url)?.maskedDescription == shown)
  }

  @Test func theDatabaseGetsThePassword() throws {
    #expect(try read("postgres://u:p%40s@h/shop") == .postgresql(url: "postgresql://u:p%40s@h/shop"))
  }

  @Test func noneIsNone() throws {
    #expect(try read("none") == nil)
    #expect(try read("None") == nil)
  }

  @Test(arguments: [
    ("shop.db", "this is not a URL of a database"), ("", "this is not a URL of a database"),
    ("mysql://u:geheim@h/shop", "'mysql://' is not known as a database"),
    ("redis://h/0", "'redis://' is not known as a database"),
    ("postgresql://u:geheim@h:port/shop", "the port in the URL is not a number from 1 to 65535"),
    ("postgresql://u:geheim@h:0/shop", "the port in the URL is not a number from 1 to 65535"),
    ("postgresql://u:ge/heim@h/shop", "the port in the URL is not a number from 1 to 65535"),
    ("postgresql://u:geheim%zz@h/shop", "the URL has a '%' that is not followed by two hexadecimal digits"),
    ("postgresql://u:ge heim@h/shop", "a URL has no spaces"),
    ("sqlite://", "the path of the SQLite file is missing or not well-formed"),
    ("sqlite://shop.db", "the path of the SQLite file is missing or not well-formed"),
    ("sqlite:///shop.db?mode=ro", "the path of the SQLite file is missing or not well-formed"),
    ("sqlite:///%zz", "the path of the SQLite file is missing or not well-formed"),
  ])
  func aBadURLIsRefusedWithoutItsPassword(_ url: String, _ problem: String) {
    do throws(ValueError) {
      _ = try read(url)
      Issue.record("\(url) was read")
    } catch {
      #expect("\(error)".hasPrefix(problem), "\(error)")
      #expect(!"\(error)".contains("heim"))
    }
  }
}
