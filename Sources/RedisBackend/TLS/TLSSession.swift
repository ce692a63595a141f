import Glibc
import TaskModel

/// The encryption of one connection; hiredis owns the session and ends it with the connection. For the connection's thread.
struct TLSSession {
  let library: TLSLibrary
  let session: TLSLibrary.Object

  /// Whether something was decrypted and not yet read.
  var hasPending: Bool { library.pending(session) > 0 }

  /// Before each reading and writing: hiredis judges by the last error, whosever it was.
  func prepare() {
    errno = 0
    library.clearErrors()
  }

  /// What reading or writing failed of; nil where the system's error tells.
  func failure(_ systemError: CInt) -> LinkError? {
    guard let reason = library.reason else {
      return systemError == 0 ? LinkError(.unavailable, "the server closed the connection") : nil
    }
    return TLSAlert(library.lastError()).map { LinkError($0.code, "the server ended TLS: \(reason)") }
      ?? LinkError(.unavailable, reason.contains("eof") ? "the server closed the connection" : "TLS broke: \(reason)")
  }
}
