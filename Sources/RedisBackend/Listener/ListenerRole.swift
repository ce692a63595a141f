import Synchronization
import TaskModel

/// Keeps the server's subscriptions what the listeners want, and hands out what comes.
final class ListenerRole: PushRole {
  private let state = Mutex(SubscriptionTable())

  func listen(
    to subscription: Subscription, limit: Int, whenChanged: @escaping @Sendable () -> Void
  ) -> AsyncStream<ListenerEvent> {
    let (stream, continuation) = AsyncStream.makeStream(
      of: ListenerEvent.self, bufferingPolicy: .bufferingNewest(max(1, limit)))
    let (number, isConfirmed) = state.withLock { table -> (UInt64?, Bool) in
      if table.isClosed { return (nil, false) }
      let number = table.nextNumber()
      return (number, table.add(continuation, number, to: subscription))
    }
    guard let number else {
      continuation.finish()
      return stream
    }
    continuation.onTermination = { [weak self] _ in
      if self?.state.withLock({ $0.remove(number, from: subscription) }) == true { whenChanged() }
    }
    if isConfirmed {
      continuation.yield(.subscribed)
    } else {
      whenChanged()
    }
    return stream
  }

  func untilSubscribed(to subscription: Subscription) async -> Result<Void, LinkError> {
    let number = state.withLock { $0.nextNumber() }
    return await withTaskCancellationHandler {
      await withCheckedContinuation { continuation in
        let result = state.withLock { $0.add(continuation, number, for: subscription) }
        if let result {
          continuation.resume(returning: result)
        } else if Task.isCancelled {
          cancel(number)
        }
      }
    } onCancel: {
      cancel(number)
    }
  }

  private func cancel(_ number: UInt64) {
    let waiter = state.withLock { $0.removeWaiter(number) }
    waiter?.resume(returning: .failure(LinkError(.unavailable, "the wait was cancelled")))
  }

  var isNeeded: Bool { state.withLock { !$0.isEmpty } }
  var tickInterval: Duration? { nil }
  func tick() {}
  func connected(clientID: Int64?) { state.withLock { $0.connected() } }
  func requests() -> [RedisCommand] { state.withLock { $0.requests() } }

  func receive(_ reply: borrowing RedisReplyView) {
    if let error = reply.error {
      let failure = error.backendError(attempted: "", place: "")
      return settle(LinkError(failure.code, failure.reason))
    }
    switch reply.withElement(0, { $0.text }) ?? nil {
    case "message": deliver(reply, subscription: { .channel($0) }, channel: 1)
    case "pmessage": deliver(reply, subscription: { .pattern($0) }, channel: 2)
    case "subscribe", "psubscribe", "unsubscribe", "punsubscribe": settle(nil)
    default: break
    }
  }

  /// `channel` is the index of the channel's name; that of what was subscribed to is 1, and the message comes last.
  private func deliver(
    _ reply: borrowing RedisReplyView, subscription: (String) -> Subscription, channel index: Int
  ) {
    guard let name = reply.withElement(1, { $0.text }) ?? nil,
      let channel = reply.withElement(index, { $0.text }) ?? nil
    else { return }
    let hearing = state.withLock { $0.listeners(to: subscription(name)) }
    if hearing.isEmpty { return }
    let message = reply.withElement(index + 1) { $0.withBytes { Array($0) } } ?? []
    for listener in hearing { listener.yield(.message(channel: channel, message)) }
  }

  /// The server answered the oldest request.
  private func settle(_ error: LinkError?) {
    let (hearing, waiting) = state.withLock { $0.answered(error) }
    for listener in hearing { listener.yield(error == nil ? .subscribed : .refused) }
    for waiter in waiting { waiter.resume(returning: error.map { .failure($0) } ?? .success(())) }
  }

  func lost(_ error: LinkError) {
    for waiter in state.withLock({ $0.lost() }) { waiter.resume(returning: .failure(error)) }
  }

  func closed() {
    let (hearing, waiting) = state.withLock { $0.close() }
    for listener in hearing { listener.finish() }
    for waiter in waiting { waiter.resume(returning: .failure(.closed)) }
  }
}
