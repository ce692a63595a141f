import Glibc

/// What a process uses, as /proc tells.
struct ProcessUsage {
  /// To the nanosecond, threads that ended included.
  let cpuSeconds: Double
  let residentMiB: Double

  init(of pid: pid_t) throws {
    residentMiB = try Self.resident(pid)
    var clock = clockid_t()
    var time = timespec()
    let code = clock_getcpuclockid(pid, &clock)
    guard code == 0, clock_gettime(clock, &time) == 0 else { throw BenchError.system("CPU clock of \(pid)", code) }
    cpuSeconds = Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
  }

  private static func resident(_ pid: pid_t) throws -> Double {
    let line = try FileText.read("/proc/\(pid)/status").split(separator: "\n").first { $0.hasPrefix("VmRSS:") }
    let words = line?.split { $0 == " " || $0 == "\t" } ?? []
    guard words.count > 1, let kibibytes = Double(words[1]) else { throw BenchError("no VmRSS of process \(pid)") }
    return kibibytes / 1024
  }
}
