import TaskModel
import TasksTesting
import Testing

/// A text that nothing can fail proves nothing: each backend here breaks one promise, and the text says which.
@Suite struct ConformanceCanFailTests {
  struct Break: Sendable, CustomTestStringConvertible {
    let promise: String
    let wrap: @Sendable (any Backend) -> any Backend

    init(_ promise: String, _ wrap: @escaping @Sendable (any Backend) -> any Backend) {
      self.promise = promise
      self.wrap = wrap
    }

    var testDescription: String { promise }
  }

  static let breaks = [
    Break("priority steps are served in the order 0, 3, 6, 9") { IgnoresPriorities(inner: $0) },
    Break("a message whose eta lies ahead is not handed out before") { IgnoresTheEta(inner: $0) },
    Break("every delivery is counted") { ForgetsDeliveryCounts(inner: $0) },
    Break("one claim serves every queue that has something") { ServesTheFirstQueueOnly(inner: $0) },
    Break("claims of one serve the queues in turn") { ServesTheFirstQueueOnly(inner: $0) },
    Break("a lost receipt is returned, and nothing of it is done") { HidesLostReceipts(inner: $0) },
    Break("a lost receipt is returned, and nothing of it is done") { PublishesBeforeItLooks(inner: $0) },
    Break("what a living node holds is its own") { GrantsNoLease(inner: $0) },
    Break("what a dead node held goes to the front, in order and counted") { NeverTakesOver(inner: $0) },
    Break("a final state is never replaced by one that is not") { OverwritesFinalStates(inner: $0) },
    Break("what a result says of its workflow is read as it was stored") { ForgetsRelatives(inner: $0) },
    Break("with the last part of a chord its body is sent, with the results in the order of their places") {
      ForgetsChordSizes(inner: $0)
    },
    Break("a part counts once for each task, however often it is reported") { CountsEveryReport(inner: $0) },
    Break("members without a place come last, those of one place by their ids") { ForgetsPlaces(inner: $0) },
    Break("outcomes of other tasks are stored with a settlement, but replace no final one") {
      OverwritesWhatFollows(inner: $0)
    },
    Break("of nodes that claim one tick at the same time exactly one sends it") { SendsEveryTick(inner: $0) },
    Break("a paused queue is left out of claims, and goes on where it was") { ForgetsPausedQueues(inner: $0) },
    Break("what comes due in a paused queue wakes nobody and waits") { ForgetsPausedQueues(inner: $0) },
    Break("a claim of nothing tells which queues are paused") { HidesPausedQueues(inner: $0) },
    Break("what was handed out before its queue was paused is settled as ever") { ForgetsPausedQueues(inner: $0) },
    Break("a tick of a paused entry is neither sent nor claimed") { ClaimsTicksOfPausedEntries(inner: $0) },
    Break("another process knows what is paused, and since when") { PausesAnew(inner: $0) },
    Break("an enqueue rings") { NeverRings(inner: $0) },
  ]

  @Test(arguments: breaks)
  func aBrokenBackendFailsTheNamedPromise(_ broken: Break) async throws {
    let promise = try #require(BackendConformance.named(broken.promise))
    let sound = BackendFixture.memory()
    let backend = broken.wrap(sound.backend)
    let fixture = BackendFixture(clock: sound.clock, backend: backend, openSecond: { backend })
    let failure = await #expect(throws: ConformanceFailure.self) { try await promise.run(fixture) }
    #expect(failure?.description.contains("BackendConformance+") == true)
  }
}
