import Glibc
import Logging
import SQLiteBackend
import TaskConfiguration
import TaskModel

/// Opens the store that the configuration names.
enum StoreOpening {
  /// - Throws: ``DaemonError``: 78 for a store this build does not have or that is not ours, 73 for a directory that
  ///   cannot be made, 69 for one that cannot be opened now.
  ///
  /// - Parameter name: who opens it: a node's name, or `client`.
  static func open(
    _ options: DaemonOptions, clock: any WallClock, name: String, logger: Logger
  ) async throws(DaemonError) -> OpenStore {
    switch options.broker {
    case .memory: return try embedded(":memory:", options, clock: clock)
    case .sqlite(let file):
      try makeDirectory(parent(of: file))
      return try embedded(file, options, clock: clock)
    case .redis(let address):
      return try await RedisOpening(address: address, options: options, name: name, logger: logger).open(clock: clock)
    }
  }

  private static func embedded(
    _ path: String, _ options: DaemonOptions, clock: any WallClock
  ) throws(DaemonError) -> OpenStore {
    let storeOptions = SQLiteOptions(synchronous: options.sqliteSynchronous == .full ? .full : .normal)
    do throws(BackendError) {
      let backend = try SQLiteBackend(path: path, clock: clock, options: storeOptions)
      return OpenStore(backend: backend) { backend.close() }
    } catch {
      let code: DaemonError.Code = error.isTransient ? .unavailable : .configuration
      throw DaemonError(code, error.description)
    }
  }

  static func parent(of path: String) -> String {
    guard let slash = path.lastIndex(of: "/") else { return "." }
    return slash == path.startIndex ? "/" : String(path[..<slash])
  }

  /// Makes the directory with all above it, readable by owner and group only.
  static func makeDirectory(_ path: String) throws(DaemonError) {
    if DiskFiles().kind(of: path) == .directory { return }
    let above = parent(of: path)
    if above != path { try makeDirectory(above) }
    guard mkdir(path, 0o750) == 0 || errno == EEXIST else {
      throw DaemonError(.cannotCreate, "cannot make the directory \(path): \(systemText(errno))")
    }
  }
}
