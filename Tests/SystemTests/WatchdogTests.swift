import MachineTesting
import ProcessTesting
import Testing

/// The watchdog ends a daemon that does not do its work, and leaves alone one that has none, or cannot.
@Suite(.enabled(if: SystemTesting.isPossible), .timeLimit(.minutes(5)))
struct WatchdogTests {
  /// One thread is held, as a debugger would; all others live.
  @Test(arguments: [(Service.Store.embedded, "sqlite-writer"), (.redis, "redis-claims"), (.redis, "worker")])
  func aClaimLoopThatHangsIsKilledAndItsTasksTakenOver(_ store: Service.Store, _ thread: String) async throws {
    let options = "redis_socket_timeout = 10s\nworker_lease = 1h"
    try await Service.on(store, options: options, dropIn: "WatchdogSec=3") { service in
      let machine = service.machine
      try await service.start()
      try await service.makeGate()
      let task = try await service.holdTask()
      let start = service.log.all.count
      try machine.write("/root/hold.py", Self.holding)
      let process = try await machine.processID(of: service.unit)
      let debugger = try await machine.start(["python3", "/root/hold.py", process, thread])
      _ = try await debugger.standardOutput.first(containing: "held")
      try await service.said("Watchdog timeout", from: start)
      try await service.said("took back 1 task that a dead node held", from: start)
      try await service.said("holding", from: start)
      try await service.wait(for: "ActiveState", equals: "active")
      #expect(try await service.property("NRestarts") == "1")
      let said = try await machine.journal("-u", service.unit)
      #expect(said.contains { $0.message.contains("Failed with result 'watchdog'") }, "\(said)")
      try await service.letGo(task)
    }
  }

  /// Holds the thread of this name of a process until it is killed.
  private static let holding = """
    import ctypes, os, sys
    seize, interrupt, all_threads = 0x4206, 0x4207, 0x40000000
    ptrace = ctypes.CDLL(None, use_errno=True).ptrace
    ptrace.argtypes = [ctypes.c_long, ctypes.c_long, ctypes.c_void_p, ctypes.c_void_p]
    process, name = sys.argv[1:]
    for thread in map(int, os.listdir(f"/proc/{process}/task")):
        if open(f"/proc/{process}/task/{thread}/comm").read().strip() == name:
            for request in (seize, interrupt):
                if ptrace(request, thread, None, None) != 0:
                    sys.exit(os.strerror(ctypes.get_errno()))
            os.waitpid(thread, all_threads)
            print("held", flush=True)
            while not os.WIFSIGNALED(os.waitpid(thread, all_threads)[1]):
                pass
            sys.exit()
    sys.exit(f"no thread {name}")
    """

  @Test func aProcessThatStandsStillIsKilled() async throws {
    try await Service.on(dropIn: "WatchdogSec=3\nTimeoutAbortSec=3") { service in
      try await service.start()
      try await service.makeGate()
      let task = try await service.holdTask()
      let start = service.log.all.count
      _ = try await service.machine.systemctl("kill", "--kill-who=main", "--signal=STOP", service.unit).checked()
      try await service.said("Watchdog timeout", from: start)
      try await service.said("Failed with result 'watchdog'", from: start)
      try await service.said("holding", from: start)
      try await service.wait(for: "ActiveState", equals: "active")
      try await service.letGo(task)
    }
  }

  /// A server that hangs is away once a command has had its time, here half a minute: ten times the watchdog's.
  @Test(arguments: [
    "systemctl kill --kill-who=main --signal=KILL redis-server",
    "systemctl kill --kill-who=main --signal=STOP redis-server",
  ])
  func aRedisServerThatIsAwayIsNoReasonToKill(_ outage: String) async throws {
    try await Service.on(.redis, dropIn: "WatchdogSec=3") { service in
      let machine = service.machine
      try machine.write("/etc/systemd/system/redis-server.service.d/away.conf", "[Service]\nRestart=no\n")
      _ = try await machine.systemctl("daemon-reload").checked()
      try await service.start()
      let process = try await machine.processID(of: service.unit)
      try await machine.shell(outage)
      try await machine.waitFor("StatusText", of: service.unit, contains: "broker away for")
      // Longer than the watchdog would wait.
      let back = "systemctl kill --kill-who=main --signal=CONT redis-server; systemctl start redis-server"
      try await machine.shell("systemd-run --on-active=7s sh -c '\(back)'")
      try await service.said("the store is back after")
      try await service.makeGate()
      try await service.letGo(service.holdTask())
      #expect(try await service.properties("ActiveState", "NRestarts") == ["active", "0"])
      #expect(try await machine.processID(of: service.unit) == process)
    }
  }

  /// It takes the only thread for longer than a loop may stand still.
  @Test func aLongTaskIsNoReasonToKill() async throws {
    try await Service.on(dropIn: "WatchdogSec=3") { service in
      let machine = service.machine
      try machine.write("/etc/default/tasksd", "TASKSD_WORKER_CONCURRENCY=1\n")
      try await service.start()
      try await service.makeGate()
      _ = try await service.holdTask()
      try await machine.shell("systemd-run --on-active=40s sh -c 'printf x > /var/lib/tasksd/gate'")
      try await service.said("succeeded in")
      #expect(try await service.properties("ActiveState", "NRestarts") == ["active", "0"])
    }
  }
}
