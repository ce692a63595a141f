import Glibc

/// Makes the file of a listening socket in place of a dead daemon's.
struct SocketFile {
  let path: String
  let mode: UInt32
  let group: (name: String, number: UInt32)?

  private var directory: String {
    guard let slash = path.lastIndex(of: "/") else { return "." }
    return slash == path.startIndex ? "/" : String(path[..<slash])
  }

  /// The directory is locked meanwhile, so that of two daemons starting at once one sees the other's socket alive.
  func make() throws(ControlSocketError) -> (descriptor: Int32, file: (path: String, identity: FileIdentity)?) {
    let lock = try openDirectory()
    if let lock { flock(lock, LOCK_EX) }
    defer { if let lock { close(lock) } }
    try removeStale()
    let descriptor = try attempt("make", UnixSocket.make)
    do throws(ControlSocketError) {
      let identity = try bind(descriptor)
      return (descriptor, (path, identity))
    } catch {
      close(descriptor)
      throw error
    }
  }

  /// Nil where the directory may be written to but not read: then there is nothing to lock by.
  private func openDirectory() throws(ControlSocketError) -> Int32? {
    let descriptor = open(directory, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    if descriptor >= 0 { return descriptor }
    guard errno != ENOENT, errno != ENOTDIR else { throw .directoryMissing(path: path, directory: directory) }
    return nil
  }

  private func removeStale() throws(ControlSocketError) {
    switch SocketProbe(path: path) {
    case .missing: return
    case .listening(let process): throw .inUse(path: path, process: process)
    case .notASocket: throw .notASocket(path: path)
    case .permissionDenied: throw .permissionDenied(path: path, action: "reach")
    case .failed(let error): throw failure("make", error)
    case .nobody:
      guard unlink(path) == 0 || errno == ENOENT else { throw failure("replace the dead daemon's file of", .last) }
    }
  }

  /// The file comes into being with the owner's rights alone (Linux takes them from the socket's own mode) and is opened
  /// to others only when it has its group.
  private func bind(_ descriptor: Int32) throws(ControlSocketError) -> FileIdentity {
    fchmod(descriptor, 0o600)
    try attempt("make") { () throws(UnixSocket.Errno) in try UnixSocket.bind(descriptor, to: path) }
    guard let identity = FileIdentity(path: path) else { throw failure("make", .last) }
    do throws(ControlSocketError) {
      try handOver()
      guard listen(descriptor, ListeningSocket.backlog) == 0 else { throw failure("listen on", .last) }
    } catch {
      unlink(path)
      throw error
    }
    return identity
  }

  private func handOver() throws(ControlSocketError) {
    if let group, chown(path, uid_t.max, group.number) != 0 {
      let error = UnixSocket.Errno.last
      guard error.code != EPERM else { throw .groupNotAllowed(group.name, path: path) }
      throw failure("set the group of", error)
    }
    guard chmod(path, mode) == 0 else { throw failure("set the mode of", .last) }
  }

  private func attempt<Value>(
    _ action: String, _ body: () throws(UnixSocket.Errno) -> Value
  ) throws(ControlSocketError) -> Value {
    do throws(UnixSocket.Errno) { return try body() } catch { throw failure(action, error) }
  }

  private func failure(_ action: String, _ error: UnixSocket.Errno) -> ControlSocketError {
    switch error.code {
    case EACCES, EPERM: .permissionDenied(path: path, action: action)
    default: .failed(path: path, action: action, reason: error.description)
    }
  }
}
