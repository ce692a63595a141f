import TaskModel
import Testing

@testable import Worker

@Suite struct DeliveryTests {
  @Test func aSettledDeliveryCarriesItsReceipt() {
    let settlement = Delivery(Samples.claimed(receipt: "12")).settled(.acknowledge)
    #expect(settlement == Settlement(receipt: Receipt("12"), disposition: .acknowledge))
  }

  @Test func aDeliveryMayBeLeftToTheBroker() {
    Delivery(Samples.claimed()).leftToBroker()
  }

  #if DEBUG
    @Test func aDeliveryDroppedUnsettledStopsADebugBuild() async {
      await #expect(processExitsWith: .failure) {
        let delivery = Delivery(Samples.claimed())
        _ = delivery.claimed
      }
    }
  #endif

  @Test func aRunHandsItsDeliveryOutOnceAndIsOverThen() throws {
    let run = Run(
      Delivery(Samples.claimed()), options: TaskOptions(), limit: TimeLimit(), startedAt: Samples.now,
      timerStart: Samples.now, acknowledgedEarly: false, task: nil)
    #expect(!run.isOver)
    guard let delivery = run.takeDelivery() else {
      Issue.record("there was none")
      return
    }
    delivery.leftToBroker()
    #expect(run.isOver)
    if let second = run.takeDelivery() {
      Issue.record("there was another")
      second.leftToBroker()
    }
    run.cancel(.revoked)
    #expect(run.cancelReason == nil)
  }

  /// What a run was told first, what it was told then, what stands.
  @Test(arguments: [
    (
      CancelReason.softTimeLimit(.seconds(1)), CancelReason.hardTimeLimit(.seconds(2)),
      CancelReason.hardTimeLimit(.seconds(2))
    ),
    (.revoked, .hardTimeLimit(.seconds(2)), .revoked), (.stopping, .revoked, .stopping),
    (.softTimeLimit(.seconds(1)), .stopping, .softTimeLimit(.seconds(1))),
  ])
  func theFirstReasonStandsExceptThatAHardLimitReplacesASoftOne(
    _ first: CancelReason, _ second: CancelReason, _ standing: CancelReason
  ) {
    let run = Run(
      Delivery(Samples.claimed()), options: TaskOptions(), limit: TimeLimit(), startedAt: Samples.now,
      timerStart: Samples.now, acknowledgedEarly: false, task: nil)
    run.cancel(first)
    run.cancel(second)
    #expect(run.cancelReason == standing)
    run.takeDelivery()?.leftToBroker()
  }
}
