import TaskModel

/// What a command comes to.
enum RemoteAnswer: Sendable {
  case value(JSONValue)
  /// The store has to be asked first.
  case later(@Sendable () async throws -> JSONValue)
  /// Nothing is answered, not even that it was heard.
  case none

  static func ok(_ text: String) -> RemoteAnswer { .value(["ok": .string(text)]) }
  static func error(_ text: String) -> RemoteAnswer { .value(["error": .string(text)]) }
}
