/// A process and its children.
enum ProcessTree {
  static func cpuSeconds(of pid: Int32) throws -> Double {
    try children(of: pid).reduce(try ProcessUsage(of: pid).cpuSeconds) { sum, child in
      sum + (try ProcessUsage(of: child).cpuSeconds)
    }
  }

  private static func children(of pid: Int32) throws -> [Int32] {
    try FileText.read("/proc/\(pid)/task/\(pid)/children").split(separator: " ").compactMap { Int32($0) }
  }
}
