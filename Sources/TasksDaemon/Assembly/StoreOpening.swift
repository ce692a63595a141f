import Glibc
import SQLiteBackend
import TaskConfiguration
import TaskModel

/// Opens the store that the configuration names.
enum StoreOpening {
  /// - Throws: ``DaemonError``: 78 for a store this build does not have or that is not ours, 73 for a directory that
  ///   cannot be made, 69 for one that cannot be opened now.
  static func open(_ options: DaemonOptions, clock: any WallClock) throws(DaemonError) -> SQLiteBackend {
    let storeOptions = SQLiteOptions(synchronous: options.sqliteSynchronous == .full ? .full : .normal)
    let path: String
    switch options.broker {
    case .memory: path = ":memory:"
    case .sqlite(let file):
      path = file
      try makeDirectory(parent(of: file))
    case .redis(let address):
      throw DaemonError(
        .configuration,
        "broker_url \(address.maskedDescription): this version of tasksd has no Redis; right would be "
          + "sqlite:///%(here)s/tasksd.db")
    }
    do throws(BackendError) {
      return try SQLiteBackend(path: path, clock: clock, options: storeOptions)
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
