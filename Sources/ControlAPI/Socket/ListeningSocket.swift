import Glibc

/// The descriptor that the server accepts on. Whoever has it closes the descriptor; `removeFile()` after that.
struct ListeningSocket: Sendable {
  let descriptor: Int32
  /// For messages.
  let name: String
  /// The file that is ours to remove.
  private let file: (path: String, identity: FileIdentity)?

  /// Connections that wait to be accepted.
  static let backlog: Int32 = 256

  init(_ address: ControlAddress) throws(ControlSocketError) {
    switch address {
    case .path(let path, let mode, let group): try self.init(path: path, mode: mode, group: group)
    case .descriptor(let descriptor): try self.init(inherited: descriptor)
    }
  }

  private init(inherited descriptor: Int32) throws(ControlSocketError) {
    do {
      guard try UnixSocket.option(SO_DOMAIN, of: descriptor) == AF_UNIX else {
        throw ControlSocketError.notListening(descriptor: descriptor, reason: "it is not a unix socket")
      }
      guard try UnixSocket.option(SO_ACCEPTCONN, of: descriptor) != 0 else {
        throw ControlSocketError.notListening(descriptor: descriptor, reason: "it is not listening for connections")
      }
    } catch let error as ControlSocketError {
      throw error
    } catch {
      throw .notListening(descriptor: descriptor, reason: "\(error)")
    }
    (self.descriptor, name, file) = (descriptor, "descriptor \(descriptor)", nil)
  }

  private init(path: String, mode: UInt32, group: String?) throws(ControlSocketError) {
    guard !path.isEmpty else { throw .emptyPath }
    guard path.utf8.count <= ControlAddress.longestPath else { throw .pathTooLong(path) }
    let groupNumber = try group.map { name throws(ControlSocketError) in
      guard let number = UserGroups.number(of: name) else { throw ControlSocketError.unknownGroup(name, path: path) }
      return (name, number)
    }
    let maker = SocketFile(path: path, mode: mode & 0o777, group: groupNumber)
    (descriptor, file) = try maker.make()
    name = path
  }

  /// Removes the socket file, unless another daemon has put its own there meanwhile.
  func removeFile() {
    guard let file, FileIdentity(path: file.path) == file.identity else { return }
    unlink(file.path)
  }
}
