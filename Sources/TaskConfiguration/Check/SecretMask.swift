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

  /// Without these secrets, wherever they stand in the text. Those of fewer than four bytes would hide too much else.
  static func hide(_ secrets: some Collection<String>, in text: String) -> String {
    secrets.filter { $0.utf8.count >= 4 }.reduce(text) { text, secret in
      replace(Array(secret.utf8), in: Array(text.utf8)) ?? text
    }
  }

  /// Nil where it does not occur.
  private static func replace(_ secret: [UInt8], in text: [UInt8]) -> String? {
    var result: [UInt8] = []
    var position = 0
    var isFound = false
    while position < text.count {
      if text[position] == secret.first, text[position...].starts(with: secret) {
        result += mask.utf8
        position += secret.count
        isFound = true
      } else {
        result.append(text[position])
        position += 1
      }
    }
    return isFound ? String(decoding: result, as: UTF8.self) : nil
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
