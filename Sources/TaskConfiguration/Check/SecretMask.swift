/// Hides what should not be seen in a report.
enum SecretMask {
  static let mask = "***"

  private static let telling = [
    "password", "passwd", "passphrase", "secret", "token", "api_key", "apikey", "access_key", "private_key",
    "credential",
  ]

  /// The value of a setting: hidden as a whole where its name says that it is a secret, without the password where it is
  /// a URL with one.
  static func masked(key: String, value: String) -> String {
    let name = key.lowercased()
    // The path of a file of secrets is none.
    if telling.contains(where: name.contains), !name.hasSuffix("_file"), !value.isEmpty { return mask }
    return maskedURL(value)
  }

  static func maskedURL(_ value: String) -> String {
    guard let scheme = value.firstIndex(ofASCII: "://") else { return value }
    let rest = value.utf8[scheme...].dropFirst(3)
    let authority = rest.prefix { $0 != UInt8(ascii: "/") && $0 != UInt8(ascii: "?") && !$0.isSpace }
    guard let at = authority.lastIndex(of: UInt8(ascii: "@")),
      let colon = authority[..<at].firstIndex(of: UInt8(ascii: ":"))
    else { return value }
    return String(decoding: value.utf8[...colon], as: UTF8.self) + mask
      + String(decoding: value.utf8[at...], as: UTF8.self)
  }
}
