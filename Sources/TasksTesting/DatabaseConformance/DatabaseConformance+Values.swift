import Tasks

extension DatabaseConformance {
  static let values = [
    DatabaseConformanceCase("integers come back as they went") { story in
      try await story.expectRoundTrip(
        of: [.min, .max, 0, -1, 1, 2_147_483_648, -9_007_199_254_740_993].map { SQLValue.integer($0) }, in: "BIGINT")
    },
    DatabaseConformanceCase("floating point numbers come back to the last bit") { story in
      try await story.expectRoundTrip(
        of: [
          0.1, -0.5, 1.0 / 3, 1e300, -1e-300, .greatestFiniteMagnitude, .leastNormalMagnitude, .infinity, -.infinity,
        ].map { SQLValue.double($0) }, in: "DOUBLE PRECISION")
    },
    DatabaseConformanceCase("text comes back as it went") { story in
      let texts = [
        "", " ", "ÅÄÖ åäö", "🇸🇪 e\u{301}", "'; DROP TABLE v; --", "\"", "\\", "$1", "?", ":a", "NULL", "a\nb\tc\r\n",
        String(repeating: "ö", count: 100_000),
      ]
      try await story.expectRoundTrip(of: texts.map { .text($0) }, in: "TEXT")
    },
    DatabaseConformanceCase("bytes come back as they went") { story in
      let blobs: [[UInt8]] = [
        [], [0], [0, 1, 2, 255], Array("text".utf8), [0x5C, 0x78, 0x30], Array(0...255),
        (0..<3_000_000).map { UInt8(truncatingIfNeeded: $0 &* 31) },
      ]
      try await story.expectRoundTrip(of: blobs.map { .blob($0) }, in: story.blobType)
    },
    DatabaseConformanceCase("booleans come back as what reads as a boolean") { story in
      try await story.run("CREATE TABLE v (id BIGINT PRIMARY KEY, v BOOLEAN)")
      try await story.run("INSERT INTO v VALUES (1, \(true)), (2, \(false))")
      let rows = try await story.run("SELECT v FROM v ORDER BY id").rows
      try expect("values", rows.map { $0.first.flatMap(Bool.init(sqlValue:)) }, is: [true, false])
    },
    DatabaseConformanceCase("NULL fits every column and comes back as NULL") { story in
      for (number, type) in ["BIGINT", "DOUBLE PRECISION", "TEXT", "BOOLEAN", story.blobType].enumerated() {
        let table: SQL = "\(identifier: "v\(number)")"
        try await story.run("CREATE TABLE \(table) (v \(raw: type))")
        try await story.run("INSERT INTO \(table) VALUES (\(SQLValue.null))")
        try await expect(type, story.run("SELECT v FROM \(table)").rows, is: [[.null]])
      }
    },
    DatabaseConformanceCase("what is bound is never read as SQL") { story in
      try await story.run("CREATE TABLE v (id BIGINT PRIMARY KEY, v TEXT)")
      let evil = "x'); DROP TABLE v; INSERT INTO w VALUES ('"
      try await story.run("INSERT INTO v VALUES (1, \(evil))")
      try await expect("found", story.run("SELECT id FROM v WHERE v = \(evil)").rows, is: [[.integer(1)]])
      let everything = "x' OR '1' = '1"
      try await expect("found", story.run("SELECT id FROM v WHERE v = \(everything)").rows, is: [])
    },
    DatabaseConformanceCase("an array is a list, an empty one finds nothing") { story in
      try await story.makeTable()
      try await story.run("INSERT INTO t VALUES (1), (2), (3)")
      let some = try await story.run("SELECT n FROM t WHERE n IN (\([3, 1, 9])) ORDER BY n")
      try expect("found", some.rows, is: [[.integer(1)], [.integer(3)]])
      try await expect("found", story.run("SELECT n FROM t WHERE n IN (\([Int]()))").rows, is: [])
    },
    DatabaseConformanceCase("the same statement takes values of another length and NULL") { story in
      try await story.run("CREATE TABLE v (id BIGINT PRIMARY KEY, v TEXT)")
      for (id, text) in ["short", nil, String(repeating: "long", count: 10_000), ""].enumerated() {
        try await story.run("INSERT INTO v VALUES (\(id), \(text))")
        let rows = try await story.run("SELECT v FROM v WHERE id = \(id)").rows
        try expect("value", rows, is: [[text.map { .text($0) } ?? .null]])
      }
    },
  ]
}

extension DatabaseStory {
  fileprivate func expectRoundTrip(of values: [SQLValue], in type: String) async throws {
    try await run("CREATE TABLE v (id BIGINT PRIMARY KEY, v \(raw: type))")
    for (id, value) in values.enumerated() { try await run("INSERT INTO v VALUES (\(id), \(value))") }
    let rows = try await run("SELECT v FROM v ORDER BY id").rows
    try expect("rows", rows.count, is: values.count)
    for (row, value) in zip(rows, values) { try expect("value", row, is: [value]) }
  }
}
