import CSpawn
import Glibc

/// Ends what commands have started when the daemon cannot: after a KILL, or a crash.
///
/// The kernel ends a command with the thread that started it, but not the processes that the command has started itself;
/// and a task whose daemon died is run again, beside them. So a shell waits at a socket for the end of the daemon, however
/// it comes. It knows the groups that run, and sends them KILL. Where systemd kills the whole control group, it has nothing
/// left to do.
final class GroupGuard: Sendable {
  /// One for the process, started with its first command.
  static let shared = GroupGuard()

  /// Each line it reads adds a group (`+ 4711`) or takes one away (`- 4711`).
  static let script = """
    trap '' HUP INT QUIT TERM
    groups=' '
    while read -r sign group; do
      case $sign$groups in
        +*) groups="$groups$group " ;;
        -*" $group "*) groups="${groups%% $group *} ${groups#* $group }" ;;
      esac
    done
    for group in $groups; do kill -s KILL -- "-$group"; done
    """

  /// -1 where it could not be started: commands run all the same.
  let socket: CInt

  private init() {
    var ends: [CInt] = [-1, -1]
    guard cspawn_guard_sockets(&ends) == 0 else {
      socket = -1
      return
    }
    let other = Descriptor(ends[1])
    let nothing = Descriptor(open("/dev/null", O_RDWR | O_CLOEXEC))
    let launch = Launch(
      program: "/bin/sh", argv: ["tasksd-guard", "-c", Self.script], environment: [:], directory: "/", account: nil,
      limits: ResourceLimits(), guardSocket: nil)
    do throws(CommandProblem) {
      let process = try launch.start(input: other.number, output: nothing.number, error: nothing.number)
      cspawn_end_at_exit(ends[0], process)
      socket = ends[0]
    } catch {
      close(ends[0])
      socket = -1
    }
  }

  /// The group has ended: its number may become another's.
  func release(_ group: pid_t) { cspawn_release(socket, group) }
}
