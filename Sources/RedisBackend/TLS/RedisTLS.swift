/// How a connection is encrypted, and whom it trusts. Files are PEM; they are read anew for each connection, so that
/// renewed certificates need no restart.
public struct RedisTLS: Sendable, Hashable {
  public enum Verification: Sendable, Hashable {
    /// The certificate must come from a trusted authority and name the host that was connected to.
    case full
    /// It must come from a trusted authority, whatever host it names.
    case authority
    /// Every certificate will do: whoever sits between can read and change everything.
    case none
  }

  public var verification: Verification
  /// The file of the authorities that are trusted; nil: those the system trusts.
  public var authorities: String?
  /// The file of our own certificate, and of those between it and its authority; nil: we show none.
  public var certificate: String?
  /// The file of its key; nil: it is in the file of the certificate.
  public var key: String?

  public init(
    verification: Verification = .full, authorities: String? = nil, certificate: String? = nil, key: String? = nil
  ) {
    self.verification = verification
    self.authorities = authorities
    self.certificate = certificate
    self.key = key
  }

  /// Whether the system's hiredis has TLS.
  static var isAvailable: Bool { (try? TLSLibrary.loaded()) != nil }
}
