import CSpawn
import Glibc

/// The thread of one run: it starts the command and waits for what it does.
///
/// A thread of its own, because the kernel ends a command with the thread that started it (see cspawn.c), and because
/// the caller's thread may be shared with other tasks.
enum RunThread {
  private static let stackSize = 512 * 1024

  private final class Body: Sendable {
    let run: @Sendable () -> Void
    init(_ run: @escaping @Sendable () -> Void) { self.run = run }
  }

  static func start(_ body: @escaping @Sendable () -> Void) throws(CommandProblem) {
    let box = Unmanaged.passRetained(Body(body))
    let error = create(box.toOpaque())
    guard error == 0 else {
      box.release()
      throw .system("no thread for the command", error)
    }
  }

  private static func create(_ argument: UnsafeMutableRawPointer) -> CInt {
    var attributes = pthread_attr_t()
    pthread_attr_init(&attributes)
    pthread_attr_setdetachstate(&attributes, CInt(PTHREAD_CREATE_DETACHED))
    pthread_attr_setstacksize(&attributes, stackSize)
    var thread = pthread_t()
    let error = pthread_create(
      &thread, &attributes,
      { argument in
        guard let argument else { return nil }
        cspawn_name_thread("command")
        Unmanaged<Body>.fromOpaque(argument).takeRetainedValue().run()
        return nil
      }, argument)
    pthread_attr_destroy(&attributes)
    return error
  }
}
