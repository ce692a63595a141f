import TaskModel
import Testing

@testable import Worker

@Suite struct SharedLimitsTests {
  private let node = NodeIdentity(name: "celery@test", incarnation: "1")
  private let done = UniqueClaim(key: "k", end: .done, lifetime: .hours(1))

  private func limits(
    _ options: TaskOptions = TaskOptions(), retries: Int = 0, claim: UniqueClaim? = nil, isKnown: Bool = true
  ) throws -> SharedLimits? {
    var message = TaskMessage(id: "a", task: "send", retries: retries)
    message.unique = claim
    let handler = Probe("send", options: options)
    return SharedLimits(
      message, handler: isKnown ? handler : nil, bound: isKnown ? try? handler.bind(TaskArguments()) : nil)
  }

  private func releases(_ limits: SharedLimits?, _ outcome: TaskEnding.Outcome) -> [LimitRelease] {
    var verdict = Verdict(disposition: .acknowledge, outcome: outcome)
    return limits?.releases(with: &verdict) ?? []
  }

  @Test func aTaskWithoutSharedLimitsHasNothingToDoWithThem() throws {
    #expect(try limits() == nil)
    #expect(try limits(TaskOptions(rateLimit: RateLimit(1))) == nil)
  }

  @Test func everythingIsAskedForAtOnce() throws {
    let options = TaskOptions(globalRateLimit: RateLimit(5), unique: .untilDone, concurrencyLimit: 2)
    let request = try #require(try limits(options)).request(by: node)
    #expect(request?.task == "a" && request?.node == node)
    #expect(request?.rate == SharedRate(key: "send", limit: try #require(RateLimit(5))))
    #expect(request?.concurrency == SharedConcurrency(key: "send", limit: 2))
    #expect(request?.unique?.key == "send=[]{}")
  }

  @Test func whoHasClaimedItsKeyOrRanBeforeIsNotAskedForItAgain() throws {
    #expect(try #require(try limits(claim: done)).request(by: node) == nil)
    #expect(try #require(try limits(TaskOptions(unique: .untilDone), retries: 1)).request(by: node) == nil)
    let shared = try limits(TaskOptions(unique: .untilDone, concurrencyLimit: 1), claim: done)
    #expect(try #require(shared).request(by: node)?.unique == nil)
  }

  static let ends: [TaskEnding.Outcome] = [
    .succeeded(.null), .failed(TaskFailure(type: "E", message: "")), .ignored, .revoked, .expired, .duplicate(of: "b"),
    .deadLettered(.rejected, detail: ""), .replaced,
  ]

  @Test(arguments: ends) func everyEndGivesEverythingBack(outcome: TaskEnding.Outcome) throws {
    let limits = try limits(TaskOptions(concurrencyLimit: 1), claim: done)
    #expect(
      releases(limits, outcome) == [.concurrency(key: "send", holder: "a"), .unique(key: "k", holder: "a")])
  }

  @Test(arguments: [TaskEnding.Outcome.requeued(""), .returned])
  func whatGoesBackGivesItsPlaceAndKeepsItsKey(outcome: TaskEnding.Outcome) throws {
    #expect(
      releases(try limits(TaskOptions(concurrencyLimit: 1), claim: done), outcome)
        == [.concurrency(key: "send", holder: "a")])
  }

  @Test func whatIsDeferredGivesNothingBack() throws {
    #expect(releases(try limits(TaskOptions(concurrencyLimit: 1), claim: done), .deferred(until: .epoch)) == [])
  }

  @Test func aPeriodIsNotGivenBack() throws {
    let period = UniqueClaim(key: "k", end: .period, lifetime: .hours(1))
    #expect(releases(try limits(claim: period), .succeeded(.null)) == [])
  }

  @Test func onlyAClaimUntilTheStartIsGivenBackAtTheStart() throws {
    for end in UniqueClaim.End.allCases {
      let limits = try #require(try limits(claim: UniqueClaim(key: "k", end: end, lifetime: .hours(1))))
      #expect(limits.releasesAtStart.isEmpty == (end != .start))
    }
  }

  @Test func theKeyOfATaskNobodyKnowsIsGivenBackAllTheSame() throws {
    #expect(
      releases(try limits(claim: done, isKnown: false), .deadLettered(.unknownTask, detail: ""))
        == [.unique(key: "k", holder: "a")])
  }

  @Test(arguments: [UniqueClaim.End.start, .done, .period])
  func aRetryTakesItsClaimAlongUnlessItEndedWithTheStart(end: UniqueClaim.End) throws {
    let claim = UniqueClaim(key: "k", end: end, lifetime: .hours(1))
    var next = TaskMessage(id: "a", task: "send", retries: 1)
    next.unique = claim
    var verdict = Verdict(
      disposition: .acknowledge, followUps: FollowUps(messages: [next]),
      outcome: .retried(TaskFailure(type: "E", message: ""), in: .seconds(1)))
    #expect(try #require(try limits(claim: claim)).releases(with: &verdict) == [])
    #expect(verdict.followUps.messages.first?.unique == (end == .start ? nil : claim))
  }

  @Test func whatReplacesATaskUnderItsIDTakesItsKey() throws {
    var verdict = Verdict(
      disposition: .acknowledge,
      followUps: FollowUps(messages: [TaskMessage(id: "x", task: "other"), TaskMessage(id: "a", task: "other")]),
      outcome: .replaced)
    #expect(try #require(try limits(claim: done)).releases(with: &verdict) == [])
    #expect(verdict.followUps.messages.map(\.unique) == [nil, done])
  }
}
