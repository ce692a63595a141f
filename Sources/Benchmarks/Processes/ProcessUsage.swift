import Glibc

/// What a process uses, as /proc tells.
struct ProcessUsage {
  /// In all threads that live, to the nanosecond (schedstat); utime and stime count in steps of 10 ms only.
  let cpuSeconds: Double
  let residentMiB: Double

  init(of pid: pid_t) throws {
    residentMiB = try Self.resident(pid)
    cpuSeconds = try Self.threads(pid).reduce(0) { sum, thread in
      let text = try Self.text("/proc/\(pid)/task/\(thread)/schedstat")
      return sum + (text.split(separator: " ").first.flatMap { Double($0) } ?? 0) / 1e9
    }
  }

  private static func resident(_ pid: pid_t) throws -> Double {
    let line = try text("/proc/\(pid)/status").split(separator: "\n").first { $0.hasPrefix("VmRSS:") }
    let words = line?.split { $0 == " " || $0 == "\t" } ?? []
    guard words.count > 1, let kibibytes = Double(words[1]) else { throw BenchError("no VmRSS of process \(pid)") }
    return kibibytes / 1024
  }

  private static func threads(_ pid: pid_t) throws -> [String] {
    guard let stream = opendir("/proc/\(pid)/task") else { throw BenchError.system("process \(pid)") }
    defer { closedir(stream) }
    var names: [String] = []
    while let entry = readdir(stream) {
      let name = withUnsafePointer(to: &entry.pointee.d_name) {
        $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
      }
      if name.first?.isNumber == true { names.append(name) }
    }
    return names
  }

  private static func text(_ path: String) throws -> String {
    guard let file = fopen(path, "r") else { throw BenchError.system(path) }
    defer { fclose(file) }
    var buffer = [UInt8](repeating: 0, count: 8192)
    return String(decoding: buffer.prefix(fread(&buffer, 1, 8192, file)), as: UTF8.self)
  }
}
