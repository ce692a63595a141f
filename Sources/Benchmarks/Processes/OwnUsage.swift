import CLinux
import Glibc

/// What this process has used.
enum OwnUsage {
  static var cpuSeconds: Double {
    var usage = rusage()
    guard linux_own_usage(&usage) == 0 else { return 0 }
    return linux_seconds(usage.ru_utime) + linux_seconds(usage.ru_stime)
  }
}
