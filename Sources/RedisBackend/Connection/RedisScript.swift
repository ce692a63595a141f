import TaskModel

/// A script that runs inside the server (https://redis.io/docs/latest/develop/programmability/eval-intro/), known there
/// by the SHA-1 of its text.
struct RedisScript: Sendable, Hashable {
  let source: String
  /// 40 lower-case hexadecimal digits.
  let digest: String

  init(_ source: String) {
    self.source = source
    digest = SHA1.hexadecimal(of: Array(source.utf8))
  }
}
