import Testing

@testable import PostgresDatabase

struct LibPQTests {
  @Test(arguments: ["libpq-that-is-not-there.so.5", "libc.so.6"])
  func whereItIsMissingItsPackageIsNamed(_ file: String) {
    let error = #expect(throws: LibPQ.Missing.self) { _ = try LibPQ(file) }
    #expect(error?.why.contains("install libpq5") == true)
  }
}
