import Hummingbird
import HummingbirdTesting
import Synchronization

/// An SMS gateway over real HTTP that answers as it is told and remembers what it has sent. It sends nothing twice under one
/// key, as real ones do.
final class StubGateway: Sendable {
  struct SMS: Decodable, Equatable {
    var to: String
    var text: String
  }

  private struct State {
    var answers: [HTTPResponse.Status]
    var requests = 0
    var sent: [String: SMS] = [:]
  }
  private let state: Mutex<State>

  private init(_ answers: [HTTPResponse.Status]) { state = Mutex(State(answers: answers)) }

  /// Runs one on a free port while `body` runs.
  /// - Parameter answers: the first answers, one for each request; 200 to all that follow.
  static func serve(
    _ answers: [HTTPResponse.Status] = [],
    _ body: @escaping @Sendable (StubGateway, _ url: String) async throws -> Void
  ) async throws {
    let gateway = StubGateway(answers)
    let router = Router()
    router.post("sms") { request, context in
      let sms = try await request.decode(as: SMS.self, context: context)
      let key = request.headers.first { $0.name.canonicalName == "idempotency-key" }?.value
      return gateway.take(sms, key: key ?? "")
    }
    try await Application(router: router).test(.ahc()) { client in
      try await body(gateway, "http://localhost:\(client.port ?? 0)/sms")
    }
  }

  private func take(_ sms: SMS, key: String) -> HTTPResponse.Status {
    state.withLock { state in
      state.requests += 1
      let answer = state.answers.isEmpty ? .ok : state.answers.removeFirst()
      if answer == .ok { state.sent[key] = sms }
      return answer
    }
  }

  var requests: Int { state.withLock { $0.requests } }
  var sent: [SMS] { state.withLock { Array($0.sent.values) } }
}
