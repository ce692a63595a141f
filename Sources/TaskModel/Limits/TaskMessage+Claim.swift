extension TaskMessage {
  /// Claims what the task's options say that it must be the only one of, as whoever sends it and knows the task does.
  package mutating func claimKey(by handler: any TaskHandler) {
    guard let unique = handler.options.unique, let bound = try? handler.bind(arguments) else { return }
    self.unique = unique.claim(bound.uniqueKey ?? LimitKey.of(handler.name, arguments))
  }
}
