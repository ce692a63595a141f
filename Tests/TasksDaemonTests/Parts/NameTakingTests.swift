import RedisBackend
import TaskModel
import Testing

@testable import TasksDaemon

@Suite struct NameTakingTests {
  private let away = BackendError(
    .unavailable, attempted: "take the name", place: "redis", reason: "connection refused")

  /// What a start does when its looks find this, one after the other, and how long it waits in between.
  private func start(
    _ looks: [Result<Namesake?, BackendError>], stopAfter pauses: Int = 100
  ) async throws(DaemonError) -> (isTaken: Bool, waits: [Duration], told: [String]) {
    var (rest, waits, told) = (looks, [Duration](), [String]())
    let taking = NameTaking(node: "celery@web1", store: "redis://db/3", lease: .seconds(15)) {
      () async throws(BackendError) in try rest.removeFirst().get()
    }
    let isTaken = try await taking.run {
      told.append($0)
    } pausing: { pause in
      waits.append(pause)
      return waits.count == pauses
    }
    return (isTaken, waits, told)
  }

  private func namesake(lease: Int64, left: Duration) -> Result<Namesake?, BackendError> {
    .success(Namesake(home: "web2:/srv/tasksd (0a1b 7)", lease: lease, left: left))
  }

  @Test func aNameThatNobodyHasIsTakenAtOnce() async throws {
    let start = try await start([.success(nil)])
    #expect(start.isTaken && start.waits.isEmpty && start.told.isEmpty)
  }

  @Test func aDeadNamesakesLeaseRunsOut() async throws {
    let start = try await start([
      namesake(lease: 900, left: .seconds(12)), namesake(lease: 900, left: .seconds(4)), .success(nil),
    ])
    #expect(start.isTaken)
    #expect(start.waits == [.seconds(7.5), .milliseconds(4010)])
    #expect(start.told.first?.contains("celery@web1 may live at web2:/srv/tasksd: ") == true)
  }

  @Test func aLivingNamesakeIsNamedAndEndsTheStartWith73() async throws {
    let error = await #expect(throws: DaemonError.self) {
      try await self.start([namesake(lease: 900, left: .seconds(12)), namesake(lease: 1400, left: .seconds(14))])
    }
    #expect(error?.code == .cannotCreate)
    #expect(
      error?.description
        == "another tasksd called celery@web1 works on redis://db/3: web2:/srv/tasksd; stop it, or give this one its own "
        + "--hostname")
  }

  @Test func aStoreThatIsAwayIsAskedAgain() async throws {
    let start = try await start([.failure(away), .success(nil)])
    #expect(start.isTaken && start.waits == [.seconds(1)])
  }

  @Test func whoIsToldToEndMeanwhileEnds() async throws {
    #expect(try await !start([namesake(lease: 900, left: .seconds(12))], stopAfter: 1).isTaken)
  }
}
