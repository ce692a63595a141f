package import Canvas
package import TaskModel

extension MessageFactory {
  /// How long the members of a chord may take altogether, from when the last of those that are sent at once is due.
  private static let chordLifetime = Duration.days(30)

  /// The signature with what configuration and types say of each task in it: its queue, its priority, its time to live.
  /// Settled here, since another program may send the later ones.
  package func addressed(_ signature: TaskSignature<some Sendable>) -> Signature {
    signature.signature.changingTasks { address(&$0, by: signature.settings) }
  }

  private func address(_ signature: inout Signature, by settings: [TaskName: TaskOptions]) {
    let name = signature.runningTask
    let route = routes[name]
    let own = settings[name] ?? TaskOptions()
    if signature.options["queue"] == nil {
      signature.options["queue"] = .string((route?.queue ?? own.queue ?? defaultQueue).rawValue)
    }
    let priority = route?.priority ?? own.priority ?? defaultPriority
    if signature.options["priority"] == nil, priority != .standard {
      signature.options["priority"] = JSONValue(priority.level)
    }
    if signature.options["expires"] == nil, let lifetime = own.expires {
      signature.options["expires"] = Self.expiry(lifetime, of: signature.options)
    }
  }

  /// A task's own time to live counts from when it is due.
  private static func expiry(_ lifetime: Duration, of options: JSONObject) -> JSONValue {
    if let eta = options["eta"]?.stringValue.flatMap({ Timestamp(iso8601: $0) }) {
      return .string((eta + lifetime).iso8601)
    }
    let countdown = options["countdown"]?.doubleValue.map(Duration.init(saturatingSeconds:)) ?? .zero
    return Duration.microseconds((Timestamp.epoch + countdown + lifetime).microseconds).inJSON
  }

  /// What is to be published for a workflow, and the tuple by which its end is known.
  package func launch(
    _ signature: TaskSignature<some Sendable>, with arguments: [JSONValue] = []
  ) throws(SendError) -> Canvas.Sent {
    let now = clock.now
    let context = LaunchContext(
      now: now, parentID: parent, rootID: root, origin: origin,
      queue: { [routes, defaultQueue] in
        routes[$0]?.queue ?? defaultQueue
      })
    var random = SystemRandomNumberGenerator()
    var sent: Canvas.Sent
    do throws(CanvasError) {
      sent = try Canvas.send(addressed(signature), with: arguments, in: context, using: &random)
    } catch { throw SendError(.invalidOptions, "the workflow cannot be sent: \(error)") }
    let latest = sent.followUps.messages.compactMap(\.eta).max() ?? now
    for index in sent.followUps.chordSizes.indices {
      sent.followUps.chordSizes[index].expires = max(latest, now) + Self.chordLifetime
    }
    for message in sent.followUps.messages { try check(message) }
    return sent
  }

  private func check(_ message: TaskMessage) throws(SendError) {
    try Self.check(message.task, message.arguments)
    do throws(ArgumentError) { try ValueCoding.check(.object(message.embed), root: "workflow") } catch {
      throw SendError(error)
    }
    try checkSize(of: message)
  }
}
