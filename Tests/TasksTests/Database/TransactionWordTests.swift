import Testing

@testable import Tasks

@Suite struct TransactionWordTests {
  @Test(arguments: [
    ("BEGIN", "BEGIN"), ("begin immediate", "BEGIN"), ("START TRANSACTION", "START"), ("COMMIT", "COMMIT"),
    ("End transaction;", "END"), ("ABORT", "ABORT"), ("ROLLBACK", "ROLLBACK"), ("rollback work", "ROLLBACK"),
    ("ROLLBACK AND CHAIN", "ROLLBACK"), (" \n\t;;commit", "COMMIT"), ("/* x */ COMMIT", "COMMIT"),
    ("/* COMMIT", ""), ("-- x\nCOMMIT", "COMMIT"), ("\u{FEFF}COMMIT", "COMMIT"), ("COMMIT--", "COMMIT"),
  ])
  func isFoundAtTheBeginning(text: String, word: String) {
    #expect(TransactionWord.first(in: text) == (word.isEmpty ? nil : word))
  }

  @Test(arguments: [
    "ROLLBACK TO a", "rollback transaction to savepoint a", "ROLLBACK WORK TO a", "SAVEPOINT a", "RELEASE a",
    "SELECT 'COMMIT'", "beginning", "committed", "begin_", "--COMMIT", "(COMMIT", "", " ", "/*", "\u{FEFF}",
    "INSERT INTO t VALUES ('x') ON CONFLICT ROLLBACK", "ÖCOMMIT",
  ])
  func otherStatementsHaveNone(text: String) { #expect(TransactionWord.first(in: text) == nil) }
}
