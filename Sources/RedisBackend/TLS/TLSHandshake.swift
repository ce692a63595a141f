import CHiredis
import Glibc
import TaskModel

/// Encrypts a connection that has just been made: TLS 1.2 or newer, the server's certificate verified as asked for.
struct TLSHandshake {
  /// The macros of `openssl/ssl.h`.
  private enum Constant {
    static let verifyNone: CInt = 0
    static let verifyPeer: CInt = 1
    static let setHostName: CInt = 55
    static let hostNameType: CLong = 0
    static let setMinimalVersion: CInt = 123
    static let version12: CLong = 0x0303
    static let pem: CInt = 1
  }

  let library: TLSLibrary
  let tls: RedisTLS
  /// As it was connected to: a name, or an IP address.
  let host: String

  /// - Parameter patience: for the text: how long the connection waits for the other end.
  func perform(
    on connection: UnsafeMutablePointer<redisContext>, patience: Duration
  ) throws(LinkError) -> TLSSession {
    library.clearErrors()
    let context = try makeContext()
    defer { library.freeContext(context) }
    guard let session = library.newSession(context) else { throw noMemory }
    do throws(LinkError) {
      try expectHost(session)
      errno = 0
      if library.initiate(connection, session) != REDIS_OK { throw failure(session, systemError: errno, patience) }
    } catch {
      // Only a connection that was encrypted owns it.
      library.freeSession(session)
      throw error
    }
    return TLSSession(library: library, session: session)
  }

  private func makeContext() throws(LinkError) -> TLSLibrary.Object {
    guard let context = library.newContext(library.clientMethod()) else { throw noMemory }
    do throws(LinkError) {
      _ = library.controlContext(context, Constant.setMinimalVersion, Constant.version12, nil)
      library.setVerification(context, tls.verification == .none ? Constant.verifyNone : Constant.verifyPeer, nil)
      try loadAuthorities(context)
      try loadCertificate(context)
    } catch {
      library.freeContext(context)
      throw error
    }
    return context
  }

  private func loadAuthorities(_ context: TLSLibrary.Object) throws(LinkError) {
    guard let path = tls.authorities else {
      if library.loadSystemAuthorities(context) != 1 { throw unreadable("the system's certificates", "") }
      return
    }
    if library.loadAuthorities(context, path, nil) != 1 { throw unreadable("ssl_ca_certs", path) }
  }

  private func loadCertificate(_ context: TLSLibrary.Object) throws(LinkError) {
    guard let certificate = tls.certificate else { return }
    // A key with a password would be asked for on the terminal.
    library.setPasswordCallback(context) { _, _, _, _ in 0 }
    if library.useCertificate(context, certificate) != 1 { throw unreadable("ssl_certfile", certificate) }
    let key = tls.key ?? certificate
    if library.useKey(context, key, Constant.pem) != 1 { throw unreadable("ssl_keyfile", key) }
  }

  /// Which certificate is wanted (RFC 6066, section 3: addresses are not sent), and which is accepted.
  private func expectHost(_ session: TLSLibrary.Object) throws(LinkError) {
    if !isAddress {
      let isSet = host.withCString {
        library.controlSession(
          session, Constant.setHostName, Constant.hostNameType, UnsafeMutableRawPointer(mutating: $0))
      }
      if isSet != 1 { throw LinkError(.refused, "'\(host)' cannot be the name of a host in TLS") }
    }
    guard tls.verification == .full else { return }
    let isExpected =
      isAddress
      ? library.expectAddress(library.parameters(session), host) : library.expectName(session, host)
    if isExpected != 1 { throw noMemory }
  }

  private var isAddress: Bool {
    var address = in6_addr()
    return inet_pton(AF_INET, host, &address) == 1 || inet_pton(AF_INET6, host, &address) == 1
  }

  private var noMemory: LinkError { LinkError(.unavailable, "TLS cannot begin: \(library.reason ?? "no memory")") }

  private func unreadable(_ what: String, _ path: String) -> LinkError {
    let place = path.isEmpty ? what : "\(what), \(path),"
    return LinkError(
      .refused,
      "\(place) cannot be used for TLS: \(library.reason ?? "it cannot be read"); PEM without a password is needed")
  }

  private func failure(
    _ session: TLSLibrary.Object, systemError: CInt, _ patience: Duration
  ) -> LinkError {
    let verdict = library.verdict(session)
    if verdict != 0 && tls.verification != .none {
      let text = library.verdictText(verdict).map { String(cString: $0) } ?? "error \(verdict)"
      return LinkError(.refused, "the certificate the server shows is not accepted for '\(host)': \(text)")
    }
    if let alert = TLSAlert(library.lastError()) {
      return LinkError(alert.code, "the server refuses TLS: \(library.reason ?? "")")
    }
    if systemError == EAGAIN {
      return LinkError(.unavailable, "no answer to TLS for \(patience): does the server speak TLS on this port?")
    }
    let reason =
      library.reason ?? (systemError == 0 ? "it closed the connection" : String(cString: strerror(systemError)))
    return LinkError(.unavailable, "the server does not answer to TLS (\(reason)): does it speak TLS on this port?")
  }
}
