import TaskModel

/// Shows one moment for ever.
struct StoppedClock: WallClock {
  var now = Timestamp(microseconds: 1_930_367_167_089_000)  // 2031-03-04T05:06:07.089Z
  func sleep(until deadline: Timestamp) async throws(CancellationError) {}
}
