import HTTPTypes
import HummingbirdCore
import TaskModel

/// A request that waits for something to happen: until it happens, its time has passed, the client leaves or the server
/// stops.
struct LongPoll: Sendable {
  let duration: Duration
  let stop: StopSignal

  /// The wait is cancelled when nobody needs it any more; its answer is sent all the same, to a client that is still there.
  /// The connection ends with it, since watching for the client's leaving has used up what came on it.
  func response(
    to request: Request, wait: @escaping @Sendable (Duration) async throws(ControlProblem) -> JSONValue
  ) async throws -> Response {
    let duration = duration
    let task = Task { () -> Result<JSONValue, ControlProblem> in
      do throws(ControlProblem) { return .success(try await wait(duration)) } catch { return .failure(error) }
    }
    let result = try await stop.notifying({ task.cancel() }) {
      try await request.body.consumeWithInboundCloseHandler { _ in
        await withTaskCancellationHandler {
          await task.value
        } onCancel: {
          task.cancel()
        }
      } onInboundClosed: {
        task.cancel()
      }
    }
    var answer = try Answer(result.get())
    answer.closes = true
    return answer.response
  }
}
