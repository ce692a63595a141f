import TaskModel

/// Why the other end ended TLS (RFC 8446, section 6).
struct TLSAlert {
  private static let internalError: CUnsignedLong = 80

  private let number: CUnsignedLong

  /// Nil when the error is not an alert from the other end: OpenSSL counts those from 1000 (`ERR_GET_REASON`,
  /// `SSL_AD_REASON_OFFSET`).
  init?(_ error: CUnsignedLong) {
    let reason = error & 0xFFF
    guard (1000...1255).contains(reason) else { return nil }
    number = reason - 1000
  }

  /// What was agreed on or shown does not suit the server, and will not the next time.
  var code: BackendError.Code { number == Self.internalError ? .unavailable : .refused }
}
