import FoundationEssentials
import Glibc

/// How much memory the process holds.
struct MemorySample: Sendable {
  /// Resident, in bytes.
  let bytes: Int

  /// Nil where the system does not tell.
  static var current: MemorySample? {
    guard let text = try? String(contentsOfFile: "/proc/self/statm", encoding: .utf8),
      let pages = text.split(separator: " ").dropFirst().first.flatMap({ Int($0) })
    else { return nil }
    let (bytes, overflows) = pages.multipliedReportingOverflow(by: sysconf(Int32(_SC_PAGESIZE)))
    return overflows ? nil : MemorySample(bytes: bytes)
  }

  /// `23.4MB`, in the units of Celery's `memsample`.
  var text: String {
    for (unit, name) in [(1 << 40, "TB"), (1 << 30, "GB"), (1 << 20, "MB"), (1 << 10, "KB")] where bytes >= unit {
      let tenths = bytes / (unit / 10)
      return "\(tenths / 10).\(tenths % 10)\(name)"
    }
    return "\(bytes)b"
  }
}
