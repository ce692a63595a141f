import FoundationEssentials
import TaskModel
import Tasks
import Testing

@Suite struct SQLTests {
  @Test func interpolatedValuesAreParametersAndNeverText() {
    let name = "'; DROP TABLE shop; --"
    let statement: SQL = "UPDATE shop SET name = \(name) WHERE id = \(7) AND open = \(true)"
    #expect(statement.text(for: .postgresql) == "UPDATE shop SET name = $1 WHERE id = $2 AND open = $3")
    #expect(statement.text(for: .sqlite) == "UPDATE shop SET name = ? WHERE id = ? AND open = ?")
    #expect(statement.values == [.text(name), .integer(7), .bool(true)])
  }

  @Test func nilIsNull() {
    let nobody: String? = nil
    #expect(("SELECT \(nobody)" as SQL).values == [.null])
    #expect(("SELECT \("somebody" as String?)" as SQL).values == [.text("somebody")])
  }

  @Test func anArrayIsAListOfParameters() {
    let statement: SQL = "SELECT 1 WHERE id IN (\([1, 2, 3]))"
    #expect(statement.text(for: .postgresql) == "SELECT 1 WHERE id IN ($1, $2, $3)")
    #expect(("IN (\([Int]()))" as SQL).text(for: .sqlite) == "IN (NULL)")
  }

  @Test func aStatementInAStatementBringsItsValuesInTheirPlace() {
    let condition: SQL = "b = \(2)"
    let statement: SQL = "SELECT \(1) WHERE \(condition) AND c = \(3)"
    #expect(statement.text(for: .postgresql) == "SELECT $1 WHERE b = $2 AND c = $3")
    #expect(statement.values == [.integer(1), .integer(2), .integer(3)])
  }

  @Test(arguments: [
    ("plain", #""plain""#), (#"a"b"#, #""a""b""#), ("a\0b", #""ab""#), ("", #""""#), ("ÅÄÖ", #""ÅÄÖ""#),
  ])
  func identifiersAreQuoted(name: String, quoted: String) {
    #expect(("\(identifier: name)" as SQL).text(for: .sqlite) == quoted)
  }

  @Test func everyValueHasOnePlaceholderInOrder() {
    var random = SeededGenerator(seed: 4711)
    for _ in 0..<300 {
      let numbers = (0..<Int.random(in: 0...20, using: &random)).map { _ in Int.random(in: -9...9, using: &random) }
      var statement: SQL = "x"
      for number in numbers { statement = "\(statement), \(number)" }
      #expect(statement.values == numbers.map { .integer(Int64($0)) })
      let placeholders = numbers.indices.map { "$\($0 + 1)" }
      #expect(statement.text(for: .postgresql) == (["x"] + placeholders).joined(separator: ", "))
    }
  }
}

@Suite struct SQLConvertibleTests {
  private func roundTrip<Value: SQLConvertible & Equatable>(_ value: Value) -> Bool {
    Value(sqlValue: value.sqlValue) == value
  }

  @Test func whatGoesInComesOut() throws {
    #expect(roundTrip(true) && roundTrip(false))
    #expect(roundTrip(Int.min) && roundTrip(Int.max) && roundTrip(Int64.min))
    #expect(roundTrip(1.5) && roundTrip("ÅÄÖ") && roundTrip(""))
    #expect(roundTrip(Data([0, 255])) && roundTrip(UUID()) && roundTrip(TaskID("a")))
    #expect(roundTrip(Timestamp(microseconds: 1_767_571_200_123_456)))
    #expect(roundTrip(["a": [1, .null, 2.5]] as JSONValue))
  }

  @Test func postgresWritesTimesWithASpace() {
    let expected = Timestamp(iso8601: "2026-01-05T00:00:00.25Z")
    #expect(Timestamp(sqlValue: .text("2026-01-05 00:00:00.25+00:00")) == expected)
  }

  @Test func whatIsNoSuchThingIsNil() {
    #expect(Int(sqlValue: .text("7")) == nil)
    #expect(Bool(sqlValue: .integer(2)) == nil)
    #expect(String(sqlValue: .blob([65])) == nil)
    #expect(UUID(sqlValue: .text("no uuid")) == nil)
    #expect(Timestamp(sqlValue: .text("yesterday")) == nil)
    #expect(JSONValue(sqlValue: .text("{")) == nil)
    #expect(Double(sqlValue: .integer(2)) == 2)
  }
}

@Suite struct SQLRowTests {
  private let row = SQLRow(
    columns: ["id", "name", "name"], values: [.integer(7), .null, .text("second")], place: "sqlite:///shop.db")

  @Test func aColumnIsFoundByItsName() throws {
    #expect(try row.get("id", as: Int.self) == 7)
    #expect(try row.find("name", as: String.self) == nil)
    #expect(row["nothing"] == nil)
  }

  @Test(arguments: [
    ("phone", "column 'phone' is not in the result, which has id, name, name"),
    ("name", "column 'name' is NULL, expected String"),
    ("id", "column 'id' is no String"),
  ])
  func anErrorNamesColumnAndDatabase(column: String, problem: String) {
    let error = #expect(throws: DatabaseError.self) { try row.get(column, as: String.self) }
    #expect(error?.code == .value)
    #expect(error?.description == "sqlite:///shop.db: \(problem)")
  }
}
