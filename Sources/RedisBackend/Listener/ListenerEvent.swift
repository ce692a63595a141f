/// What a listener hears.
enum ListenerEvent: Sendable, Hashable {
  case message(channel: String, [UInt8])
  /// The subscription stands from here on, for the first time or after the connection was lost: messages before it may
  /// have been missed, so look again at what they would have told.
  case subscribed
  /// The server does not allow it (an ACL): nothing will be heard on this connection.
  case refused
}
