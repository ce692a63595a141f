import CLinux
import Synchronization
import TaskModel
import Testing
import WorkerThreads

@Suite struct WorkerThreadTests {
  @Test func aTaskThatPrefersTheThreadRunsOnlyThere() async throws {
    let thread = try WorkerThread(name: "probe")
    defer { thread.stop() }
    let names = await Task(executorPreference: thread) {
      var names = [threadName()]
      await Task.yield()
      names.append(threadName())
      return names
    }.value
    #expect(names == ["probe", "probe"])
  }

  @Test func blockingItHoldsUpNobodyElse() async throws {
    let blocked = try WorkerThread(name: "blocked")
    let free = try WorkerThread(name: "free")
    let gate = Gate()
    let waiting = Task(executorPreference: blocked) { gate.wait() }
    let value = await Task(executorPreference: free) { 7 }.value
    #expect(value == 7)
    gate.open()
    await waiting.value
    blocked.stop()
    free.stop()
  }

  @Test func closuresAndJobsKeepTheirOrder() async throws {
    let thread = try WorkerThread(name: "order")
    let seen = Mutex<[Int]>([])
    for number in 0..<100 { thread.perform { seen.withLock { $0.append(number) } } }
    await Task(executorPreference: thread) {}.value
    #expect(seen.withLock { $0 } == Array(0..<100))
    thread.stop()
  }

  @Test func anActorMayLiveOnIt() async throws {
    let thread = try WorkerThread(name: "actor-home")
    let actor = Resident(ThreadActorExecutor(thread))
    #expect(await actor.threadName() == "actor-home")
    thread.stop()
  }

  @Test func whatWasEnqueuedBeforeStopIsRun() async throws {
    let thread = try WorkerThread(name: "last-words")
    let done = Gate()
    thread.perform { done.open() }
    thread.stop()
    await Task.detached { done.wait() }.value
  }
}

private func threadName() -> String {
  var buffer = [CChar](repeating: 0, count: 16)
  linux_get_thread_name(&buffer)
  return String(decoding: buffer.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
}

private actor Resident {
  private let executor: ThreadActorExecutor
  nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }
  init(_ executor: ThreadActorExecutor) { self.executor = executor }
  func threadName() -> String { WorkerThreadsTests.threadName() }
}

/// Lets a thread block until another opens it.
private final class Gate: Sendable {
  private let condition = LockedCondition()
  private let isOpen = Mutex(false)

  func wait() { condition.withLock { while !isOpen.withLock({ $0 }) { condition.wait() } } }
  func open() {
    condition.withLock {
      isOpen.withLock { $0 = true }
      condition.signal()
    }
  }
}
