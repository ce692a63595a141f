import Glibc

/// Lets a worker loose on the parked messages and waits until none is queued, held or without its result.
struct DrainWatch {
  let redis: BlockingRedis
  let server: RedisProcess
  /// The worker's CPU time so far, in seconds.
  let workerCPU: () throws -> Double

  struct Outcome {
    let seconds: Double
    let workerCPU: Double
    let redisCPU: Double
  }

  func run(expectingResults results: Int) throws -> Outcome {
    let (worker, redisCPU) = (try workerCPU(), try server.cpuSeconds)
    let start = MonotonicTime.seconds
    try redis.run("RENAME", MessageStock.parked, MessageStock.queue)
    while try isUnderWay { usleep(2000) }
    let outcome = Outcome(
      seconds: MonotonicTime.seconds - start, workerCPU: try workerCPU() - worker,
      redisCPU: try server.cpuSeconds - redisCPU)
    try check(results)
    return outcome
  }

  private var isUnderWay: Bool {
    get throws {
      if try redis.number("LLEN", MessageStock.queue) > 0 { return true }
      return try redis.number("HLEN", "unacked") > 0
    }
  }

  /// A fast worker that lost something is not fast.
  private func check(_ expected: Int) throws {
    let script = "return #redis.call('KEYS', 'celery-task-meta-*')"
    let deadline = MonotonicTime.seconds + 5
    while true {
      guard case .number(let found) = try redis.run("EVAL", script, "0") else { throw BenchError("EVAL") }
      if found == expected { return }
      // Celery acknowledges before it runs: the last results are still on their way.
      guard MonotonicTime.seconds < deadline else { throw BenchError("\(found) results of \(expected)") }
      usleep(50_000)
    }
  }
}
