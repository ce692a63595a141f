import Glibc

/// What a process uses, as /proc tells.
struct ProcessUsage {
  /// To the nanosecond, threads that ended included.
  let cpuSeconds: Double
  /// Of the program's own file and of libraries too, as far as they were touched and not taken back.
  let residentMiB: Double
  /// What it allocated.
  let anonymousMiB: Double

  init(of pid: pid_t) throws {
    let status = try FileText.read("/proc/\(pid)/status")
    residentMiB = try Self.mebibytes("VmRSS:", in: status)
    anonymousMiB = try Self.mebibytes("RssAnon:", in: status)
    var clock = clockid_t()
    var time = timespec()
    let code = clock_getcpuclockid(pid, &clock)
    guard code == 0, clock_gettime(clock, &time) == 0 else { throw BenchError.system("CPU clock of \(pid)", code) }
    cpuSeconds = Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
  }

  private static func mebibytes(_ name: String, in status: String) throws -> Double {
    let line = status.split(separator: "\n").first { $0.hasPrefix(name) }
    let words = line?.split { $0 == " " || $0 == "\t" } ?? []
    guard words.count > 1, let kibibytes = Double(words[1]) else { throw BenchError("no \(name) of the process") }
    return kibibytes / 1024
  }
}
