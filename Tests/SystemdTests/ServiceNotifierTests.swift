import Glibc
@testable import Systemd
import Testing

/// With NOTIFY_SOCKET in the environment, hence in processes of their own.
@Suite struct ServiceNotifierTests {
  @Test func withoutASocketNothingHappens() async {
    await #expect(processExitsWith: .success) {
      unsetenv("NOTIFY_SOCKET")
      unsetenv("WATCHDOG_USEC")
      let notifier = ServiceNotifier()
      #expect(!notifier.isActive && notifier.watchdogInterval == nil)
      #expect(!notifier.ready() && !notifier.watchdog() && !notifier.barrier())
    }
  }

  @Test func systemdIsToldInItsOwnWords() async {
    await #expect(processExitsWith: .success) {
      let socket = try DatagramSocket(path: "/tmp/tasksd-notify-\(getpid())")
      setenv("NOTIFY_SOCKET", socket.path, 1)
      setenv("WATCHDOG_USEC", "30000000", 1)
      setenv("WATCHDOG_PID", String(getpid()), 1)
      let notifier = ServiceNotifier()
      #expect(notifier.isActive)
      #expect(notifier.watchdogInterval == .seconds(30))

      #expect(notifier.ready(status: "4 threads"))
      #expect(socket.nextText == "READY=1\nSTATUS=4 threads")
      #expect(notifier.status("a\nREADY=0"))
      #expect(socket.nextText == "STATUS=a READY=0")
      #expect(notifier.watchdog())
      #expect(socket.nextText == "WATCHDOG=1")
      #expect(notifier.extendTimeout(.milliseconds(1500)))
      #expect(socket.nextText == "EXTEND_TIMEOUT_USEC=1500000")
      #expect(notifier.stopping())
      #expect(socket.nextText == "STOPPING=1")
      #expect(notifier.reloading())
      let lines = socket.nextText.split(separator: "\n")
      #expect(lines.first == "RELOADING=1")
      let time = try #require(lines.last?.split(separator: "=").last.flatMap { UInt64($0) })
      #expect(time > 0)
    }
  }

  @Test func aSocketNobodyListensOnIsNoTrouble() async {
    await #expect(processExitsWith: .success) {
      setenv("NOTIFY_SOCKET", "/nowhere/notify", 1)
      #expect(!ServiceNotifier().ready())
    }
  }

  @Test(arguments: [Duration.seconds(-1), .zero, .seconds(Int64.max), .nanoseconds(1)])
  func strangeTimesAreHarmless(time: Duration) {
    ServiceNotifier().extendTimeout(time)
  }

  @Test func aStatusIsOneLine() {
    #expect(ServiceNotifier.text(["READY=1"], status: "a\r\n\tb\0é") == "READY=1\nSTATUS=a   b é")
    #expect(ServiceNotifier.text(["READY=1"], status: nil) == "READY=1")
  }
}
