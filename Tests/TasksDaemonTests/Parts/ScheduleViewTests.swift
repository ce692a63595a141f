import Beat
import Schedules
import TaskModel
import Testing

@testable import TasksDaemon

@Suite struct ScheduleViewTests {
  private let now = Timestamp(iso8601: "2026-03-28T12:00:00Z") ?? .epoch

  private func view(_ zone: String, next: Int = 1) throws -> ScheduleView {
    ScheduleView(zone: try ScheduleView.zone(zone), next: next, now: now)
  }

  private func entry(_ schedule: Schedule, isEnabled: Bool = true) -> BeatEntry {
    BeatEntry(name: "e", schedule: schedule, task: "t", isEnabled: isEnabled, origin: "here:1")
  }

  private func times(_ record: JSONObject) -> [String] {
    record["next"]?.arrayValue?.compactMap(\.stringValue) ?? []
  }

  @Test func timesAreLocalWithTheirOffsetAcrossAChangeDay() throws {
    let zone = try ScheduleView.zone("Europe/Helsinki")
    let nightly = entry(.crontab(try Crontab("30 3 * * *"), zone))
    let helsinki = try view("Europe/Helsinki", next: 2).record(nightly, memory: nil)
    #expect(times(helsinki) == ["2026-03-29T04:00:00+03:00", "2026-03-30T03:30:00+03:00"])
    let utc = try view("UTC").record(nightly, memory: nil)
    #expect(times(utc) == ["2026-03-29T01:00:00+00:00"])
    let west = try view("America/St_Johns").record(nightly, memory: nil)
    #expect(times(west) == ["2026-03-28T22:30:00-02:30"])
  }

  @Test func anIntervalStandsOnItsGrid() throws {
    let hourly = entry(.interval(try Interval(.hours(1))))
    let memory = EntryMemory(
      entry: "e", schedule: hourly.schedule.canonicalText, anchor: now - .seconds(600), lastDue: now - .seconds(600),
      sentCount: 3)
    let known = try view("UTC").record(hourly, memory: memory)
    #expect(times(known) == ["2026-03-28T12:50:00+00:00"])
    #expect(known["sent"] == 3 && known["last"] == "2026-03-28T11:50:00+00:00")
    // What is remembered of another schedule does not count.
    var other = memory
    other.schedule = "something else"
    #expect(times(try view("UTC").record(hourly, memory: other)) == ["2026-03-28T13:00:00+00:00"])
  }

  @Test func whatIsSwitchedOffHasNoTimes() throws {
    let record = try view("UTC").record(entry(.interval(try Interval(.hours(1))), isEnabled: false), memory: nil)
    #expect(record["state"] == "disabled" && times(record).isEmpty)
    #expect(ScheduleView.table([record]).contains("disabled"))
  }

  @Test func anUnknownZoneNamesANearOne() {
    #expect { try ScheduleView.zone("Europe/Helsinky") } throws: { error in
      let error = error as? DaemonError
      return error?.code == .usage && error?.description.contains("Europe/Helsinki") == true
    }
  }

  @Test func furtherTimesStandBelowTheFirst() throws {
    let record = try view("UTC", next: 3).record(entry(.interval(try Interval(.hours(1)))), memory: nil)
    #expect(ScheduleView.table([record]).split(separator: "\n").count == 4)
    #expect(ScheduleView.table([]) == "no scheduled entries")
  }
}
