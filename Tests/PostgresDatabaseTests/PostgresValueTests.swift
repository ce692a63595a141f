import FoundationEssentials
import TaskModel
import Tasks
import Testing

@testable import PostgresDatabase

/// Values on their way there and back, with the real server between.
struct PostgresValueTests {
  @Test func whatAServerSendsIsTypedByItsType() async throws {
    let place = try await Place()
    let result = try await place.withConnection {
      try await $0.run(
        """
        SELECT true AS yes, false AS no, 7::int2 AS small, -7::int4 AS middle, 9223372036854775807 AS large, 42::oid AS number,
          1.5::float4 AS single, 'Infinity'::float8 AS double, 1.10::numeric AS exact, 'a'::varchar AS text, 'b'::text AS more,
          '{"a": 1}'::jsonb AS json, 'A0EEBC99-9C0B-4EF8-BB6D-6BB9BD380A11'::uuid AS id, '\\x00ff'::bytea AS bytes,
          NULL::int AS nothing, ARRAY[1, 2] AS list, '2026-01-02'::date AS day
        """)
    }
    #expect(
      result.rows == [
        [
          .bool(true), .bool(false), .integer(7), .integer(-7), .integer(.max), .integer(42), .double(1.5),
          .double(.infinity), .text("1.10"), .text("a"), .text("b"), .text(#"{"a": 1}"#),
          .text("a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11"), .blob([0, 255]), .null, .text("{1,2}"), .text("2026-01-02"),
        ]
      ])
    #expect(result.columns.first == "yes" && result.columns.last == "day")
    #expect(result.affectedRows == 1)
    await place.database.close()
  }

  @Test func whatIsSentFitsItsColumn() async throws {
    let place = try await Place()
    try await place.psql(
      """
      CREATE TYPE state AS ENUM ('sent', 'late');
      CREATE TABLE delivery (id uuid, facts jsonb, at timestamptz, price numeric(10,2), small int2, large int8, state state,
        name varchar(20), picture bytea, ratio float8, is_done bool, note text)
      """)
    let id = UUID()
    let at = try #require(Timestamp(iso8601: "2026-11-22T23:04:10.5+01:00"))
    try await place.withConnection { connection in
      let inserted = try await connection.run(
        """
        INSERT INTO delivery VALUES (\(id), \(JSONValue.object(["a": .array([.null])])), \(at), \("12.50"), \(3),
          \(Int64.max), \("late"), \("Ä"), \(Data([0, 1, 255])), \(0.1), \(true), \(String?.none))
        """)
      #expect(inserted.affectedRows == 1)
      let result = try await connection.run("SELECT * FROM delivery WHERE id = \(id) AND at = \(at) AND small = \(3)")
      let row = SQLRow(columns: result.columns, values: try #require(result.rows.first), place: "")
      #expect(try row.get("id") == id)
      #expect(try row.get("facts", as: JSONValue.self) == .object(["a": .array([.null])]))
      #expect(try row.get("at") == at)
      #expect(try row.get("price") == "12.50")
      #expect(try row.get("small") == 3)
      #expect(try row.get("large") == Int64.max)
      #expect(try row.get("state") == "late")
      #expect(try row.get("name") == "Ä")
      #expect(try row.get("picture") == Data([0, 1, 255]))
      #expect(try row.get("ratio") == 0.1)
      #expect(try row.get("is_done") == true)
      #expect(try row.find("note", as: String.self) == nil)
    }
    await place.database.close()
  }

  /// As if they were written into the statement.
  @Test func numbersAreWhatTheyWouldBeAsLiterals() async throws {
    let place = try await Place()
    #expect(try await place.value("SELECT \(1) + \(2)") == .integer(3))
    #expect(try await place.value("SELECT \(Int64.max)") == .integer(.max))
    #expect(try await place.value("SELECT left(\("tasks"), \(4))") == .text("task"))
    #expect(try await place.value("SELECT date '2026-01-01' + \(1)") == .text("2026-01-02"))
    #expect(
      try await place.value("SELECT count(*) FROM generate_series(\(1), \(10)) AS n WHERE n IN (\([2, 4, 60]))")
        == .integer(2))
    await place.database.close()
  }

  @Test(arguments: [
    "2026-11-22T23:04:10Z", "2026-11-22T23:04:10.123+05:30", "1970-01-01T00:00:00Z", "2038-01-19T03:14:08-11:00",
    "1900-01-01T00:00:00Z",
  ])
  func aTimeComesBackInEveryZone(_ text: String) async throws {
    let place = try await Place()
    let time = try #require(Timestamp(iso8601: text))
    try await place.withConnection { connection in
      for zone in ["UTC", "Asia/Kathmandu", "America/St_Johns", "Europe/Amsterdam"] {
        _ = try await connection.run("SELECT set_config('TimeZone', \(zone), false)")
        let result = try await connection.run("SELECT \(time)::timestamptz")
        let value = try #require(result.rows.first?.first)
        #expect(Timestamp(sqlValue: value) == time, "\(zone): \(value)")
      }
    }
    await place.database.close()
  }

  @Test func aServerWithOtherDatesIsAskedForOurs() async throws {
    let place = try await Place()
    try await place.psql(
      "ALTER DATABASE \(place.name) SET datestyle = 'German, DMY'; ALTER DATABASE \(place.name) SET bytea_output = 'escape'"
    )
    #expect(try await place.value("SELECT '2026-11-22 10:00:00+00'::timestamptz") == .text("2026-11-22T10:00:00+00"))
    let bytes = (0...255).map { UInt8($0) }
    #expect(try await place.value("SELECT \(Data(bytes))") == .blob(bytes))
    await place.database.close()
  }

  @Test func whatPostgresCannotTakeIsSaid() async throws {
    let place = try await Place()
    try await place.withConnection { connection in
      let nul = await failure { _ = try await connection.run("SELECT \(1), \("a\0b")") }
      #expect(nul?.code == .value)
      #expect(nul?.message.contains("$2") == true)
      #expect(nul?.description.contains("a\0b") == false)
      let many = await failure {
        _ = try await connection.run("SELECT 1 WHERE 1 IN (\(Array(repeating: 1, count: 65_536)))")
      }
      #expect(many?.code == .value)
      let text = await failure { _ = try await connection.run("SELECT 1\0") }
      #expect(text?.code == .value)
      _ = try await connection.run("SELECT 1")
    }
    await place.database.close()
  }

  @Test func aLargeValueGoesAndComes() async throws {
    let place = try await Place()
    let bytes = (0..<1_000_000).map { UInt8(truncatingIfNeeded: $0 &* 31) }
    let value = try await place.value("SELECT \(Data(bytes)) AS picture")
    #expect(value == .blob(bytes))
    await place.database.close()
  }
}
