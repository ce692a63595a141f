import CSpawn
import Glibc

/// The processes of a group that was sent KILL: they are as good as dead, and this waits until they are.
enum ProcessGroup {
  /// Milliseconds. Only a process that hangs in the kernel takes longer.
  private static let longestWait: CInt = 1000

  /// `id` is the number of a leader that was reaped.
  static func awaitEnd(_ id: pid_t) {
    guard kill(-id, 0) == 0 else { return }
    for pid in members(id) {
      let number = cspawn_exit_descriptor(pid)
      guard number >= 0 else { continue }
      let descriptor = Descriptor(number)
      var entry = pollfd(fd: descriptor.number, events: Int16(POLLIN), revents: 0)
      poll(&entry, 1, longestWait)
    }
  }

  private static func members(_ group: pid_t) -> [pid_t] {
    guard let folder = opendir("/proc") else { return [] }
    defer { closedir(folder) }
    var members: [pid_t] = []
    while let entry = readdir(folder) {
      let name = withUnsafePointer(to: &entry.pointee.d_name) {
        $0.withMemoryRebound(to: CChar.self, capacity: MemoryLayout.size(ofValue: entry.pointee.d_name)) {
          String(cString: $0)
        }
      }
      if let pid = pid_t(name), self.group(ofProcess: pid) == group { members.append(pid) }
    }
    return members
  }

  /// The group of a process that is not yet dead; proc(5): `pid (name) state parent group …`.
  private static func group(ofProcess pid: pid_t) -> pid_t? {
    let number = open("/proc/\(pid)/stat", O_RDONLY | O_CLOEXEC)
    guard number >= 0 else { return nil }
    let file = Descriptor(number)
    var bytes = [UInt8](repeating: 0, count: 512)
    let count = read(file.number, &bytes, bytes.count)
    guard count > 0, let end = bytes.prefix(count).lastIndex(of: UInt8(ascii: ")")) else { return nil }
    let fields = String(decoding: bytes[end...].prefix(count - end), as: UTF8.self).split(separator: " ")
    guard fields.count > 3, fields[1] != "Z", fields[1] != "X" else { return nil }
    return pid_t(fields[3])
  }
}
