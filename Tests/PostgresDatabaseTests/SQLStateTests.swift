import Tasks
import Testing

@testable import PostgresDatabase

struct SQLStateTests {
  @Test(
    arguments: [
      ("40001", .conflict), ("40P01", .conflict), ("40000", .conflict), ("40002", .constraint), ("40003", .uncertain),
      ("23505", .constraint), ("23503", .constraint), ("23502", .constraint), ("23514", .constraint),
      ("23P01", .constraint), ("23000", .constraint),
      ("57014", .cancelled), ("55P03", .cancelled),
      ("08000", .unavailable), ("08003", .unavailable), ("08006", .unavailable), ("57P01", .unavailable),
      ("57P02", .unavailable), ("57P03", .unavailable), ("57P05", .unavailable), ("25P03", .unavailable),
      ("28P01", .unavailable), ("28000", .unavailable), ("", .unavailable),
      ("53300", .busy), ("53100", .storage), ("53200", .storage), ("58030", .storage), ("XX001", .storage),
      ("25006", .statement), ("25P02", .statement), ("42601", .statement), ("42P01", .statement), ("42501", .statement),
      ("22P02", .statement), ("22012", .statement), ("0A000", .statement), ("P0001", .statement), ("XX000", .statement),
      ("nonsense", .statement),
    ] as [(String, DatabaseError.Code)])
  func aStateMeansThis(_ state: String, _ code: DatabaseError.Code) {
    #expect(SQLState.code(state) == code)
  }

  /// Only these may be run again by themselves.
  @Test func nothingButConflictsIsReplayed() {
    let letters = Array("0123456789ABCDEFP")
    for first in letters {
      for second in letters {
        let state = "\(first)\(second)001"
        #expect((SQLState.code(state) == .conflict) == (state == "40001"))
      }
    }
  }
}
