import TaskModel
import Testing

@testable import Schedules

struct CatchUpDecisionTests {
  private let start = moment("2026-07-28T12:00:00Z")

  private func decide(
    _ schedule: Schedule, lastDue: Timestamp? = nil, now: Timestamp, _ catchUp: CatchUp, runsAtStart: Bool = false
  ) throws -> CatchUpDecision {
    let first = try #require(
      CatchUpDecision.firstDue(of: schedule, anchor: start, lastDue: lastDue, runsAtStart: runsAtStart))
    return CatchUpDecision.make(schedule, anchor: start, firstDue: first, now: now, catchUp: catchUp)
  }

  /// Row 100.
  @Test(arguments: [(CatchUp.latest, 1), (.all, 3), (.skip, 0)])
  func threeDaysAwayFromADailyEntry(catchUp: CatchUp, runs: Int) throws {
    for schedule in [Schedule.crontab(try Crontab("0 4 * * *"), Zones.helsinki), .interval(try Interval(.days(1)))] {
      let decision = try decide(schedule, now: start + .days(3) + .hours(2), catchUp)
      #expect(decision.ticks.count == runs)
      let next = try #require(decision.nextDue)
      #expect(next > start + .days(3) + .hours(2))
      #expect(decision.ticks.allSatisfy { $0 < next })
      let due = try #require(schedule.next(after: start, anchor: start))
      #expect(decision.firstMissed == due)
    }
  }

  @Test(arguments: CatchUp.Mode.allCases)
  func aRestartWithinATickNeitherLosesNorDoubles(mode: CatchUp.Mode) throws {
    let schedule = Schedule.interval(try Interval(.seconds(10)))
    let sent = start + .seconds(10)
    for late in [Duration.microseconds(1), .seconds(5), .microseconds(9_999_999)] {
      let decision = try decide(schedule, lastDue: sent, now: sent + late, CatchUp(mode))
      #expect(decision.ticks == [] && decision.nextDue == sent + .seconds(10) && decision.latestDue == nil)
    }
    let decision = try decide(schedule, lastDue: sent, now: sent + .seconds(10), CatchUp(mode))
    #expect(decision.ticks == [sent + .seconds(10)])
    #expect(decision.firstMissed == nil)
  }

  @Test func aShortAbsenceAcrossATickIsNotAMissedRun() throws {
    let schedule = Schedule.crontab(try Crontab("0 4 * * *"), .utc)
    let due = moment("2026-07-29T04:00Z")
    #expect(try decide(schedule, now: due + .seconds(30), .skip).ticks == [due])
    #expect(try decide(schedule, now: due + .seconds(61), .skip).ticks == [])
  }

  @Test func theDeadlineLimitsHowLateAMissedTickIsSent() throws {
    let schedule = Schedule.interval(try Interval(.hours(1)))
    let now = start + .hours(5) + .minutes(30)
    #expect(try decide(schedule, now: now, CatchUp(.latest, deadline: .hours(1))).ticks == [start + .hours(5)])
    #expect(try decide(schedule, now: now, CatchUp(.latest, deadline: .minutes(10))).ticks == [])
    #expect(
      try decide(schedule, now: now, CatchUp(.all, deadline: .hours(2))).ticks == [
        start + .hours(4), start + .hours(5),
      ])
    #expect(try decide(schedule, now: now, CatchUp.all.limited(to: .minutes(40))).ticks == [start + .hours(5)])
    #expect(try decide(schedule, now: start + .hours(1), CatchUp(.skip, deadline: .zero)).ticks.count == 1)
  }

  @Test func allIsCappedAtTheNewest() throws {
    let now = start + .days(365)
    for schedule in [Schedule.crontab(try Crontab("* * * * *"), .utc), .interval(try Interval(.seconds(60)))] {
      let ticks = try decide(schedule, now: now, .all).ticks
      #expect(ticks.count == 1000)
      #expect(ticks.last == now)
      #expect(ticks.first == now - .minutes(999))
      #expect(ticks == ticks.sorted())
    }
  }

  @Test func runningAtTheStartMakesTheAnchorATick() throws {
    let schedule = Schedule.interval(try Interval(.hours(24)))
    let decision = try decide(schedule, now: start, .latest, runsAtStart: true)
    #expect(decision.ticks == [start])
    #expect(decision.nextDue == start + .hours(24))
    #expect(try decide(schedule, lastDue: start, now: start + .hours(1), .latest, runsAtStart: true).ticks == [])
    #expect(try decide(schedule, now: start, .latest).ticks == [])
  }
}
