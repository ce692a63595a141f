import HTTPTypes
import HummingbirdCore
import NIOCore
import TaskModel

/// Answers requests. What goes wrong becomes a problem document; only a broken connection is thrown on.
struct Responder: Sendable {
  let routes: RouteTable
  let limits: ControlLimits
  let budget: BodyBudget

  init(_ control: any DaemonControl, _ stop: StopSignal, _ limits: ControlLimits) {
    routes = RouteTable(control, stop)
    budget = BodyBudget(limit: limits.bodies)
    self.limits = limits
  }

  func respond(to request: Request, _ writer: consuming ResponseWriter) async throws {
    if wantsContinue(request) { try await writer.writeInformationalHead(HTTPResponse(status: .continue)) }
    let response = try await response(to: request)
    if request.method == .head {
      try await writer.writeResponse(response.head)
    } else {
      try await writer.write(response: response.head, body: response.body)
    }
  }

  /// The client asks before it sends a large body (RFC 9110 §10.1.1); a body that is too large is not asked for.
  private func wantsContinue(_ request: Request) -> Bool {
    guard request.headers[.expect]?.lowercased() == "100-continue" else { return false }
    return request.headers[.contentLength].flatMap { Int($0) } ?? 0 <= limits.body
  }

  private func response(to request: Request) async throws -> Response {
    do {
      guard let target = RequestTarget(request.head.path ?? "") else {
        throw ControlProblem(.badRequest, "the path or query has a percent sign that does not encode UTF-8")
      }
      let (route, captures) = try routes.route(request.method, target.segments)
      return try await route.handler(
        ControlRequest(request: request, target: target, captures: captures, limits: limits, budget: budget))
    } catch let problem as ControlProblem {
      return Answer(problem).response
    }
  }
}
