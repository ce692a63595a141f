import CHiredis

/// A job under way, with the replies that came so far. Belongs to the connection's thread.
final class RedisExchange {
  let job: any RedisJob
  /// Where its first byte stands among all that was written with it.
  let start: Int
  private var replies = RedisReplies()
  /// The commands whose script the server did not know.
  private(set) var withoutScript: [Int] = []

  init(_ job: any RedisJob, start: Int) {
    self.job = job
    self.start = start
  }

  var isComplete: Bool { withoutScript.isEmpty }

  /// Takes over the reply to the next of the job's commands.
  /// - Returns: whether it says that the server is no master any more.
  func append(_ reply: UnsafeMutablePointer<redisReply>) -> Bool {
    replies.append(reply)
    guard let error = RedisReplyView(reply).error else { return false }
    let index = replies.count - 1
    if error.isScriptMissing && job.commands[index].script != nil { withoutScript.append(index) }
    return error.isReadOnlyReplica
  }

  /// The reply to the command that was sent again with its script.
  func replace(_ index: Int, with reply: UnsafeMutablePointer<redisReply>) { replies.replace(index, with: reply) }

  func finish() { job.finish(replies) }
}
