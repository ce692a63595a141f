import Glibc

enum SignalMask {
  /// hiredis writes to sockets whose other end may be gone: on this thread that is an error, and not the signal.
  static func blockBrokenPipe() {
    var signals = sigset_t()
    sigemptyset(&signals)
    sigaddset(&signals, SIGPIPE)
    pthread_sigmask(SIG_BLOCK, &signals, nil)
  }
}
