import HTTPTypes
import NIOCore
import NIOHTTP1
import NIOHTTPTypes

/// Watches one connection: answers what is not HTTP with a problem document, and leaves clients that send a body or read
/// their response too slowly. (Headers that do not arrive are the idle timeout's matter.)
final class ConnectionGuard: ChannelDuplexHandler, RemovableChannelHandler {
  typealias InboundIn = HTTPRequestPart
  typealias InboundOut = HTTPRequestPart
  typealias OutboundIn = HTTPResponsePart
  typealias OutboundOut = HTTPResponsePart

  private let requestTimeout: TimeAmount
  private let stallTimeout: TimeAmount
  /// Requests that have begun to arrive and whose response is not complete.
  private var unanswered = 0
  private var isReading = false
  private var isWriting = false
  private var arrival: Scheduled<Void>?
  private var stall: Scheduled<Void>?

  init(_ limits: ControlLimits) {
    requestTimeout = TimeAmount(limits.requestTimeout)
    stallTimeout = TimeAmount(limits.stallTimeout)
  }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    switch unwrapInboundIn(data) {
    case .head:
      unanswered += 1
      isReading = true
    case .body: break
    case .end:
      isReading = false
      arrival?.cancel()
      arrival = nil
    }
    context.fireChannelRead(data)
  }

  func channelReadComplete(context: ChannelHandlerContext) {
    if isReading, arrival == nil {
      arrival = context.eventLoop.assumeIsolated().scheduleTask(in: requestTimeout) { self.giveUp(context) }
    }
    context.fireChannelReadComplete()
  }

  private func giveUp(_ context: ChannelHandlerContext) {
    let seconds = requestTimeout.nanoseconds / 1_000_000_000
    refuse(context, ControlProblem(.requestTimeout, "the body did not arrive within \(seconds) s"))
  }

  func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
    switch unwrapOutboundIn(data) {
    case .head(let head): isWriting = head.status.kind != .informational
    case .body: break
    case .end:
      isWriting = false
      unanswered -= 1
    }
    context.write(data, promise: promise)
  }

  func channelWritabilityChanged(context: ChannelHandlerContext) {
    stall?.cancel()
    stall = nil
    if !context.channel.isWritable {
      stall = context.eventLoop.assumeIsolated().scheduleTask(in: stallTimeout) { context.close(promise: nil) }
    }
    context.fireChannelWritabilityChanged()
  }

  func errorCaught(context: ChannelHandlerContext, error: any Error) {
    switch error {
    case HTTPParserError.headerOverflow:
      refuse(
        context, ControlProblem(.headersTooLarge, "the request line and headers are larger than this server reads"))
    case is HTTPParserError:
      refuse(context, ControlProblem(.badRequest, "what was received is not an HTTP/1.1 request"))
    default:
      context.close(promise: nil)
    }
  }

  /// Answers, unless a response is under way or an earlier request still waits for its own, and closes.
  private func refuse(_ context: ChannelHandlerContext, _ problem: ControlProblem) {
    if !isWriting, unanswered <= (isReading ? 1 : 0) {
      for part in Answer(problem).closingParts { context.write(wrapOutboundOut(part), promise: nil) }
      context.flush()
    }
    context.close(promise: nil)
  }

  func handlerRemoved(context: ChannelHandlerContext) {
    arrival?.cancel()
    stall?.cancel()
  }
}
