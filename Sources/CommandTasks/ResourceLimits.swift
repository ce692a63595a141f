import CSpawn

/// What the processes of a command may use (setrlimit(2)); nil leaves the daemon's own limit. Each counts per process,
/// except `processes`, which counts all processes of the user it runs as.
public struct ResourceLimits: Sendable, Hashable {
  /// Address space in bytes: an allocation beyond it fails.
  public var memory: UInt64?
  /// Processor time in seconds; beyond it the process gets SIGXCPU.
  public var cpu: UInt64?
  /// Open descriptors.
  public var files: UInt64?
  /// Processes and threads. Without effect for root.
  public var processes: UInt64?

  public init(memory: UInt64? = nil, cpu: UInt64? = nil, files: UInt64? = nil, processes: UInt64? = nil) {
    self.memory = memory
    self.cpu = cpu
    self.files = files
    self.processes = processes
  }

  var list: [cspawn_limit] {
    [
      (CSPAWN_MEMORY, memory), (CSPAWN_CPU, cpu), (CSPAWN_FILES, files), (CSPAWN_PROCESSES, processes),
    ].compactMap { resource, value in
      value.map { cspawn_limit(resource: resource, value: $0) }
    }
  }
}
