import TaskModel
import Testing

@testable import TaskConfiguration

struct ValueTests {
  @Test(arguments: [
    ("30", 30), ("0.5", 0.5), ("90s", 90), ("500ms", 0.5), ("5m", 300), ("1h 30min", 5400), ("1h30m", 5400),
    ("2 days", 172_800), ("1w", 604_800), ("1.5h", 5400), ("0", 0), ("10 s", 10), (".5", 0.5),
  ])
  func aLengthOfTimeIsSecondsOrHasUnits(_ text: String, _ seconds: Double) throws {
    #expect(try DurationReader.read(text).inSeconds == seconds)
  }

  @Test(arguments: [
    "", "s", "-1", "1e3", "nan", "inf", "1x", "1h-30m", "1..5", ".", "0x10", "1 hour ago", "99999999999",
  ])
  func anythingElseIsNoLengthOfTime(_ text: String) {
    #expect(throws: ValueError.self) { try DurationReader.read(text) }
  }

  @Test(arguments: [Duration.zero, .seconds(90), .hours(1), .days(2), .milliseconds(1500), .microseconds(1)])
  func aLengthOfTimeReadsBackFromItsText(_ duration: Duration) throws {
    #expect(try DurationReader.read(DurationReader.text(duration)) == duration)
  }

  @Test(arguments: [
    ("0", 0), ("1", 1), ("64k", 65_536), ("64K", 65_536), ("1M", 1_048_576), ("2 GiB", 2_147_483_648), ("3kb", 3072),
    ("7B", 7),
  ])
  func aSizeIsBytesOrHasAUnit(_ text: String, _ bytes: Int) throws {
    #expect(try ValueReader.size(text) == bytes)
  }

  @Test(arguments: ["", "k", "-1", "1.5M", "1x", "1kk", "99999999999999999999", "9999999999T"])
  func anythingElseIsNoSize(_ text: String) {
    #expect(throws: ValueError.self) { try ValueReader.size(text) }
  }

  @Test(arguments: [
    ("broker_urll", "broker_url"), ("brokr_url", "broker_url"), ("worker_concurency", "worker_concurrency"),
    ("wroker_concurrency", "worker_concurrency"), ("BROKER_ULR", "broker_url"), ("zzz", nil), ("", nil),
  ])
  func theNearestWordIsTheOneThatWasMeant(_ word: String, _ meant: String?) {
    #expect(nearestName(to: word, among: ["broker_url", "worker_concurrency", "timezone"]) == meant)
  }

  @Test(arguments: [
    ("api_password", "x", "***"), ("sqlalchemy.url", "postgresql://u:p%40@h/db", "postgresql://u:***@h/db"),
    ("mail.token", "x", "***"), ("websauna.secrets_file", "s.ini", "s.ini"), ("a", "redis://:p@h", "redis://:***@h"),
    ("a", "http://h:80/x@y", "http://h:80/x@y"), ("a", "http://u@h", "http://u@h"), ("password", "", ""),
  ])
  func aReportHidesWhatLooksLikeASecret(_ key: String, _ value: String, _ shown: String) {
    #expect(SecretMask.masked(key: key, value: value) == shown)
  }
}
