import Glibc

/// Who the server runs as: it refuses to be root.
enum ServerAccount {
  /// The one the tests run as.
  case own
  case other(uid_t, gid_t)

  static func current() throws -> ServerAccount {
    if geteuid() != 0 { return .own }
    for name in ["postgres", "nobody"] {
      var entry = passwd()
      var found: UnsafeMutablePointer<passwd>?
      var buffer = [CChar](repeating: 0, count: 16_384)
      if getpwnam_r(name, &entry, &buffer, buffer.count, &found) == 0, found != nil {
        return .other(entry.pw_uid, entry.pw_gid)
      }
    }
    throw PostgresServer.CannotStart(description: "there is no user but root: apt install postgresql")
  }

  /// What goes before a program's words so that it runs as this account, and is sent a signal with the test run's end; a
  /// program that changes its user loses what was said of that before.
  func words(endingWith signal: String) -> [String] {
    let setpriv = ["/usr/bin/setpriv", "--pdeathsig", signal]
    switch self {
    case .own: return setpriv + ["--"]
    case .other(let user, let group):
      return setpriv + ["--reuid", "\(user)", "--regid", "\(group)", "--clear-groups", "--"]
    }
  }

  func own(_ path: String) throws {
    guard case .other(let user, let group) = self else { return }
    guard chown(path, user, group) == 0 else {
      throw PostgresServer.CannotStart(description: "cannot give \(path) to user \(user)")
    }
  }
}
