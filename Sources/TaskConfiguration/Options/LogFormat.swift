package enum LogFormat: String, Hashable, Sendable, CaseIterable {
  /// The journal under systemd, text otherwise.
  case auto
  case journal, text, json
}
