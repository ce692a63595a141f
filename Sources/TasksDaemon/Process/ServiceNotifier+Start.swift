import Systemd

extension ServiceNotifier {
  /// A store that is away is no hang: systemd's limit for the start (`TimeoutStartSec=`) is put off by a minute from now. To
  /// be said again at each attempt; one ends sooner, by the time limits of connecting and of a command.
  func extendStart() { extendTimeout(.seconds(60)) }
}
