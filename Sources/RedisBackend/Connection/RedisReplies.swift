import CHiredis

/// The replies to one batch of commands, in their order, where hiredis keeps them.
struct RedisReplies: ~Copyable {
  private var replies: [UnsafeMutablePointer<redisReply>] = []

  var count: Int { replies.count }

  /// Takes the reply over.
  mutating func append(_ reply: UnsafeMutablePointer<redisReply>) { replies.append(reply) }

  mutating func replace(_ index: Int, with reply: UnsafeMutablePointer<redisReply>) {
    freeReplyObject(replies[index])
    replies[index] = reply
  }

  /// Lends the reply to the command with this index, which must be one of the batch.
  func withReply<Value, Failure: Error>(
    _ index: Int, _ body: (borrowing RedisReplyView) throws(Failure) -> Value
  ) throws(Failure) -> Value {
    try body(RedisReplyView(replies[index]))
  }

  func copy() -> [RedisReply] { replies.map { RedisReplyView($0).copy() } }

  deinit {
    for reply in replies { freeReplyObject(reply) }
  }
}
