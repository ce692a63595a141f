import CSpawn
import Glibc

/// Everything about a start that is not a stream.
struct Launch: Sendable {
  var program: String
  var argv: [String]
  var environment: [String: String]
  var directory: String?
  var account: Account?
  var limits: ResourceLimits
  /// Nil for the guard itself.
  var guardSocket: CInt?

  /// Returns the number of the process. Throws what is wrong, in words.
  func start(input: CInt, output: CInt, error: CInt) throws(CommandProblem) -> pid_t {
    let result = withCStrings(argv) { argv in
      withCStrings(environment.map { "\($0.key)=\($0.value)" }) { envp in
        spawn(argv, envp, (input, output, error))
      }
    }
    guard result.step == CInt(CSPAWN_STARTED.rawValue) else { throw problem(result) }
    return result.pid
  }

  private typealias CStrings = UnsafePointer<UnsafeMutablePointer<CChar>?>

  private func spawn(_ argv: CStrings, _ envp: CStrings, _ streams: (CInt, CInt, CInt)) -> cspawn_result {
    let limits = limits.list
    let switching = account.flatMap { $0.differsFromOwn ? $0 : nil }
    let groups = switching?.groups ?? []
    return program.withCString { path in
      withOptionalCString(directory) { directory in
        limits.withUnsafeBufferPointer { limits in
          groups.withUnsafeBufferPointer { groups in
            var request = cspawn_request(
              path: path, argv: argv, envp: envp, directory: directory, standard_input: streams.0,
              standard_output: streams.1, standard_error: streams.2, limits: limits.baseAddress,
              limit_count: limits.count, switches_user: switching == nil ? 0 : 1, uid: switching?.uid ?? 0,
              gid: switching?.gid ?? 0, groups: groups.baseAddress, group_count: groups.count,
              guard: guardSocket ?? -1, is_guard: guardSocket == nil ? 1 : 0)
            return cspawn(&request)
          }
        }
      }
    }
  }

  private func problem(_ result: cspawn_result) -> CommandProblem {
    let error = result.error
    return switch UInt32(bitPattern: result.step) {
    case CSPAWN_LIMITS.rawValue: .system("a resource limit cannot be set", error)
    case CSPAWN_GROUPS.rawValue, CSPAWN_GROUP.rawValue, CSPAWN_USER.rawValue: switchingProblem(error)
    case CSPAWN_DIRECTORY.rawValue: .system("directory '\(directory ?? "")' cannot be entered", error)
    case CSPAWN_EXEC.rawValue: Program.refusal(program, error, as: account?.name)
    case CSPAWN_DESCRIPTORS.rawValue: .system("the command's streams cannot be set up (Linux 5.11 is needed)", error)
    default: .system("no process for the command", error)
    }
  }

  private func switchingProblem(_ error: CInt) -> CommandProblem {
    let whom = account.map { $0.name.map { "user '\($0)'" } ?? "user \($0.uid), group \($0.gid)" } ?? "another user"
    guard error == EPERM else { return .system("cannot become \(whom)", error) }
    return CommandProblem(
      "cannot become \(whom): the daemon runs as user \(geteuid()), and only root, or a daemon with the capabilities "
        + "CAP_SETUID, CAP_SETGID and CAP_KILL, can switch")
  }
}

private func withOptionalCString<Result>(_ text: String?, _ body: (UnsafePointer<CChar>?) -> Result) -> Result {
  guard let text else { return body(nil) }
  return text.withCString { body($0) }
}

/// The texts as C wants them: an array of pointers that ends with NULL.
private func withCStrings<Result>(
  _ texts: [String], _ body: (UnsafePointer<UnsafeMutablePointer<CChar>?>) -> Result
) -> Result {
  var bytes: [CChar] = []
  var starts: [Int] = []
  for text in texts {
    starts.append(bytes.count)
    bytes.append(contentsOf: text.utf8.lazy.map { CChar(bitPattern: $0) })
    bytes.append(0)
  }
  return bytes.withUnsafeMutableBufferPointer { bytes in
    var pointers: [UnsafeMutablePointer<CChar>?] = starts.map { bytes.baseAddress?.advanced(by: $0) }
    pointers.append(nil)
    return pointers.withUnsafeBufferPointer { list in
      guard let start = list.baseAddress else { preconditionFailure("a list that ends with NULL is never empty") }
      return body(start)
    }
  }
}
