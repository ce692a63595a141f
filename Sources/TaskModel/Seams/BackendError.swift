/// Why a broker or result store could not do what was asked: what was tried, on what, and what went wrong.
public struct BackendError: Error, Sendable, Hashable, CustomStringConvertible {
  public enum Code: Sendable, Hashable {
    /// Away or busy; the same call may work later. Nothing was changed.
    case unavailable
    /// No room: the disk or the server's memory is full. Nothing was changed.
    case full
    /// May be read and not written. Nothing was changed.
    case readOnly
    /// What is stored cannot be trusted; a person is needed.
    case corrupt
    /// Written by a newer version, or otherwise not ours.
    case incompatible
    /// The request itself cannot be carried out.
    case refused
  }

  public let code: Code
  /// What was being done, such as `claim` or `open`.
  public let attempted: String
  /// On what: the file or the server's address, without secrets.
  public let place: String
  public let reason: String

  public init(_ code: Code, attempted: String, place: String, reason: String) {
    self.code = code
    self.attempted = attempted
    self.place = place
    self.reason = reason
  }

  /// Whether trying again without a person's help makes sense.
  public var isTransient: Bool { code == .unavailable || code == .full || code == .readOnly }

  public var description: String { "cannot \(attempted) in \(place): \(reason)" }
}
