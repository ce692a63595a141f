import CHiredis
import Glibc
import TaskModel

/// A hiredis context. Belongs to one thread; its calls block.
final class RedisContext {
  private let context: UnsafeMutablePointer<redisContext>
  private let interrupter: Interrupter
  /// For texts: how long it may be silent now.
  private var timeout: Duration
  private var tls: TLSSession?

  /// - Parameter timeout: of the connecting, and then of each wait for the other end, until `setTimeout`.
  static func connect(
    to host: RedisEndpoint.Host, tls: RedisTLS?, timeout: Duration, interrupter: Interrupter
  ) throws(LinkError) -> RedisContext {
    let library = try tls.map { _ throws(LinkError) in try TLSLibrary.loaded() }
    let context = try RedisContext(
      redisConnectWithTimeout(host.name, Int32(host.port), timeval(timeout)), timeout: timeout, interrupter: interrupter
    )
    if let tls, let library { try context.encrypt(tls, library, host: host.name) }
    return context
  }

  /// As `connect(to:)`, over a unix socket.
  static func connect(
    toPath path: String, timeout: Duration, interrupter: Interrupter
  ) throws(LinkError) -> RedisContext {
    let limit = MemoryLayout<sockaddr_un>.size - MemoryLayout<sa_family_t>.size - 1
    guard path.utf8.count <= limit else {
      throw LinkError(.refused, "the path of the socket is longer than \(limit) bytes")
    }
    return try RedisContext(
      redisConnectUnixWithTimeout(path, timeval(timeout)), timeout: timeout, interrupter: interrupter)
  }

  private init(
    _ context: UnsafeMutablePointer<redisContext>?, timeout: Duration, interrupter: Interrupter
  ) throws(LinkError) {
    guard let context else { throw LinkError(.unavailable, "no memory for a connection") }
    guard context.pointee.err == 0 else {
      defer { redisFree(context) }
      throw LinkError(.unavailable, "cannot connect: \(Self.text(context))")
    }
    guard interrupter.attach(context.pointee.fd) else {
      redisFree(context)
      throw .closed
    }
    self.context = context
    self.timeout = timeout
    self.interrupter = interrupter
    // hiredis 0.14 opens its socket without it, and command tasks start programs.
    _ = fcntl(context.pointee.fd, F_SETFD, FD_CLOEXEC)
    if context.pointee.connection_type == REDIS_CONN_TCP { redisEnableKeepAlive(context) }
    setTimeout(timeout)
  }

  deinit {
    interrupter.detach()
    redisFree(context)
  }

  private func encrypt(_ tls: RedisTLS, _ library: TLSLibrary, host: String) throws(LinkError) {
    do {
      self.tls = try TLSHandshake(library: library, tls: tls, host: host).perform(on: context, patience: timeout)
    } catch {
      throw interrupter.isClosed ? .closed : error
    }
  }

  var isEncrypted: Bool { tls != nil }

  var descriptor: Int32 { context.pointee.fd }

  func setTimeout(_ timeout: Duration) {
    self.timeout = timeout
    redisSetTimeout(context, timeval(timeout))
  }

  /// Whether the other end closed the connection, or spoke without being asked: then nothing may be sent on it any more.
  /// Only to be asked when no answer is owed.
  var isStale: Bool {
    if context.pointee.err != 0 || context.pointee.reader.pointee.pos < context.pointee.reader.pointee.len {
      return true
    }
    var byte: UInt8 = 0
    let count = recv(descriptor, &byte, 1, Int32(MSG_PEEK) | Int32(MSG_DONTWAIT))
    return count >= 0 || (errno != EAGAIN && errno != EINTR)
  }

  /// How many bytes that were added are not yet written.
  var unsentCount: Int { Int(clamping: chiredis_unsent(context)) }

  /// After a `flush` that failed: how many of them surely never left. Below TLS some may have, and it does not say which.
  var surelyUnsentCount: Int { tls == nil ? unsentCount : 0 }

  /// Adds a command to what the next `flush` writes.
  func append(_ command: RedisCommand, scriptIsKnown: Bool = true) throws(LinkError) {
    try append(command.prefix(scriptIsKnown: scriptIsKnown))
    try append(command.bytes)
  }

  private func append(_ bytes: [UInt8]) throws(LinkError) {
    let status = bytes.withUnsafeBytes { buffer in
      redisAppendFormattedCommand(context, buffer.baseAddress?.assumingMemoryBound(to: CChar.self), buffer.count)
    }
    if status != REDIS_OK { throw failure("cannot write") }
  }

  /// Writes everything that was added.
  func flush() throws(LinkError) {
    var isDone: Int32 = 0
    while isDone == 0 {
      let count = unsentCount
      tls?.prepare()
      if redisBufferWrite(context, &isDone) != REDIS_OK { throw failure("cannot write") }
      // hiredis takes a TLS session that has ended for one that is busy.
      if isEncrypted && isDone == 0 && unsentCount == count { throw failure("cannot write") }
    }
  }

  /// The next reply; the caller frees it. Waits for it.
  func nextReply() throws(LinkError) -> UnsafeMutablePointer<redisReply> {
    while true {
      if let reply = try nextReadReply() { return reply }
      try read()
    }
  }

  /// The next reply among what was read already; nil where it is not complete.
  func nextReadReply() throws(LinkError) -> UnsafeMutablePointer<redisReply>? {
    var reply: UnsafeMutableRawPointer?
    guard redisReaderGetReply(context.pointee.reader, &reply) == REDIS_OK else {
      throw LinkError(.unavailable, "what answers does not speak Redis: \(Self.text(context.pointee.reader))")
    }
    return reply?.assumingMemoryBound(to: redisReply.self)
  }

  /// Reads what is there; waits where there is nothing.
  func read() throws(LinkError) {
    repeat {
      tls?.prepare()
      if redisBufferRead(context) != REDIS_OK { throw failure("cannot read") }
      // What TLS holds decrypted, no waiting for the socket would show.
    } while tls?.hasPending == true
  }

  /// One command and its reply, copied.
  func call(_ commands: [RedisCommand]) throws(LinkError) -> [RedisReply] {
    for command in commands { try append(command) }
    try flush()
    var replies = RedisReplies()
    for _ in commands { replies.append(try nextReply()) }
    return replies.copy()
  }

  private func failure(_ what: String) -> LinkError {
    let code = errno
    if interrupter.isClosed { return .closed }
    switch context.pointee.err {
    case REDIS_ERR_EOF: return LinkError(.unavailable, "the server closed the connection")
    case REDIS_ERR_IO where code == EAGAIN || code == ETIMEDOUT:
      return LinkError(.unavailable, "no answer for \(timeout)")
    default: return tls?.failure(code) ?? LinkError(.unavailable, "\(what): \(Self.text(context))")
    }
  }

  private static func text(_ context: UnsafeMutablePointer<redisContext>) -> String {
    withUnsafeBytes(of: &context.pointee.errstr) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
  }

  private static func text(_ reader: UnsafeMutablePointer<redisReader>) -> String {
    withUnsafeBytes(of: &reader.pointee.errstr) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
  }
}

extension timeval {
  /// At least a millisecond: zero would mean for ever.
  fileprivate init(_ duration: Duration) {
    let (seconds, attoseconds) = max(duration, .milliseconds(1)).components
    self.init(tv_sec: Int(min(seconds, 1_000_000)), tv_usec: Int(attoseconds / 1_000_000_000_000))
  }
}
