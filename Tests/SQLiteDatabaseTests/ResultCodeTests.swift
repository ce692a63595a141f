import Tasks
import Testing

@testable import SQLiteDatabase

/// Which result codes (https://www.sqlite.org/rescode.html) run a transaction once more, and what the others mean.
@Suite struct ResultCodeTests {
  @Test(
    arguments: [
      (5, "SQLITE_BUSY", DatabaseError.Code.conflict), (261, "SQLITE_BUSY_RECOVERY", .conflict),
      (517, "SQLITE_BUSY_SNAPSHOT", .conflict), (773, "SQLITE_BUSY_TIMEOUT", .conflict),
      (6, "SQLITE_LOCKED", .conflict),
      (262, "SQLITE_LOCKED_SHAREDCACHE", .conflict), (19, "SQLITE_CONSTRAINT", .constraint),
      (2067, "SQLITE_CONSTRAINT_UNIQUE", .constraint), (1555, "SQLITE_CONSTRAINT_PRIMARYKEY", .constraint),
      (787, "SQLITE_CONSTRAINT_FOREIGNKEY", .constraint), (1299, "SQLITE_CONSTRAINT_NOTNULL", .constraint),
      (275, "SQLITE_CONSTRAINT_CHECK", .constraint), (1811, "SQLITE_CONSTRAINT_TRIGGER", .constraint),
      (13, "SQLITE_FULL", .storage), (10, "SQLITE_IOERR", .storage), (1034, "SQLITE_IOERR_FSYNC", .storage),
      (8, "SQLITE_READONLY", .storage), (1032, "SQLITE_READONLY_DBMOVED", .storage), (11, "SQLITE_CORRUPT", .storage),
      (26, "SQLITE_NOTADB", .storage), (14, "SQLITE_CANTOPEN", .unavailable), (9, "SQLITE_INTERRUPT", .cancelled),
      (1, "SQLITE_ERROR", .statement), (20, "SQLITE_MISMATCH", .statement), (18, "SQLITE_TOOBIG", .statement),
      (25, "SQLITE_RANGE", .statement), (17, "SQLITE_SCHEMA", .statement), (23, "SQLITE_AUTH", .statement),
    ] as [(Int32, String, DatabaseError.Code)])
  func eachMeansOneThing(number: Int32, name: String, meaning: DatabaseError.Code) throws {
    let code = ResultCode(number: number)
    #expect(code.meaning == meaning, "\(name)")
    let error = DatabaseError(code, "words", statement: "SELECT ?", place: try SQLitePlace("/shop.db"))
    #expect(error.isConflict == (meaning == .conflict))
    #expect(error.state == String(number))
    #expect(error.place == "sqlite:////shop.db")
  }
}
