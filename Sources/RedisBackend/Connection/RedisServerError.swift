import TaskModel

/// An answer that begins with `-`: the server ran the command and refused it, and the connection lives on.
struct RedisServerError: Error, Sendable, Hashable, CustomStringConvertible {
  /// Such as `OOM command not allowed when used memory > 'maxmemory'.`
  let text: String

  /// The first word, such as `OOM`; that of the failing call inside where a script of Redis 6 wraps it.
  var code: String {
    let first = text.prefix { $0 != " " }
    guard first == "ERR", text.contains("rror running script") else { return String(first) }
    for word in text.split(separator: " ").reversed() where word.first == "-" && word.count > 2 {
      let name = word.dropFirst()
      if name.allSatisfy({ $0.isASCII && $0.isUppercase }) { return String(name) }
    }
    return String(first)
  }

  var isScriptMissing: Bool { code == "NOSCRIPT" }

  /// The server became a replica: the master is elsewhere now.
  var isReadOnlyReplica: Bool { code == "READONLY" }

  var description: String { text }

  func backendError(attempted: String, place: String) -> BackendError {
    BackendError(backendCode, attempted: attempted, place: place, reason: reason)
  }

  private var backendCode: BackendError.Code {
    switch code {
    case "OOM": .full
    case "READONLY", "MISCONF": .readOnly
    case "LOADING", "BUSY", "TRYAGAIN", "CLUSTERDOWN", "MASTERDOWN", "NOREPLICAS", "NOTREADY", "UNBLOCKED",
      "NOMASTERLINK":
      .unavailable
    case "MOVED", "ASK", "CROSSSLOT": .incompatible
    case "ERR" where text.contains("max number of clients"): .unavailable
    default: .refused
    }
  }

  private var reason: String {
    switch code {
    case "NOAUTH": "the server wants a password (\(text))"
    case "WRONGPASS": "the server does not accept this user and password (\(text))"
    case "NOPERM": "the server's ACL does not allow this user what is needed (\(text))"
    case "DENIED": "the server is in protected mode: it wants a password, or connections from its own machine (\(text))"
    default: text
    }
  }
}
