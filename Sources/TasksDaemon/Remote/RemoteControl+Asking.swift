import CeleryWire
import TaskConfiguration
import TaskModel

/// Asking the other nodes.
extension RemoteControl {
  /// Answers by node. Who was asked and did not answer has an error in its place.
  func ask(_ question: RemoteQuestion) async throws(BackendError) -> JSONObject {
    let control = parts.configuration.options.redis.controlExchange
    let ticket = TaskID.make(at: parts.clock.now).rawValue
    let address = ReplyAddress(exchange: "reply.\(control).pidbox", routingKey: ticket)
    let request = RemoteRequest(
      method: question.method, arguments: question.arguments,
      audience: question.nodes.map(RemoteRequest.Audience.nodes) ?? .everyone, ticket: ticket, replyTo: address,
      clock: clock.forward())
    var answers = RemoteAnswers(asked: question.nodes)
    let known = try await channel.ask(
      request.encode(controlExchange: control, tag: ticket), repliesTo: address, within: question.patience
    ) { reply, heard in
      if let reply, let values = RemoteReply.decode(reply, ticket: ticket) { answers.add(values) }
      answers.heard = heard
      // Nobody answers this.
      return question.method == RemoteCommand.shutdown.rawValue || answers.isComplete
    }
    if question.method == RemoteCommand.shutdown.rawValue { return answers.told(known) }
    return answers.record(known: known, patience: question.patience)
  }
}
