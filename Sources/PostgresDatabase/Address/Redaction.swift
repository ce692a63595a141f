/// URLs and what is said about them, without passwords.
enum Redaction {
  private static let secrets = ["password", "sslpassword"]

  /// The URL without what may be a password, however badly it is written: rather too little is left of it than too much.
  static func url(_ url: String) -> String {
    guard let password = password(in: url) else { return secretsMasked(in: url) }
    return secretsMasked(in: url[..<password.startIndex] + "***" + url[password.endIndex...])
  }

  /// What may be the password: all between the first colon and the last at sign.
  static func password(in url: String) -> Substring? {
    guard let start = url.firstRange(of: "://")?.upperBound, let end = url[start...].lastIndex(of: "@"),
      let colon = url[start..<end].firstIndex(of: ":")
    else { return nil }
    return url[url.index(after: colon)..<end]
  }

  /// libpq quotes what it could not read. Its message ends here before the first quotation that does not stand in the redacted
  /// URL.
  static func message(_ message: String, about redacted: String) -> String {
    let parts = message.split(separator: "\"", omittingEmptySubsequences: false)
    // Quotation marks in the URL itself: nobody can tell what is quoted.
    let isClear = !parts.count.isMultiple(of: 2)
    let quotations = stride(from: 1, to: parts.count, by: 2)
    let shown = quotations.first { !isClear || !redacted.contains(parts[$0]) } ?? parts.count
    return parts[..<shown].joined(separator: "\"").trimmed.trimmed(":")
  }

  private static func secretsMasked(in text: some StringProtocol) -> String {
    var shown = String(text)
    for name in secrets {
      var parts = shown.split(separator: "\(name)=", omittingEmptySubsequences: false).map(String.init)
      for index in parts.indices.dropFirst() { parts[index] = "***" + parts[index].drop { $0 != "&" } }
      shown = parts.joined(separator: "\(name)=")
    }
    return shown
  }
}
