extension String {
  /// With `**` wherever it repeats the secret: a server that does not know a command repeats its arguments.
  func masking(_ secret: String?) -> String {
    guard let secret, !secret.isEmpty else { return self }
    return replacing(secret, with: "**")
  }
}
