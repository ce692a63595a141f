import FoundationEssentials
import ProcessTesting
import TaskModel
import Testing

/// Malformed input of every kind, of which a third ends a Celery worker: on tasksd each is set aside with its bytes and the
/// reason, and the queue goes on.
@Suite(.interop) struct PoisonTests {
  private static let folder = URL(filePath: Interop.scripts).deletingLastPathComponent()
    .appending(path: "Fixtures/poison").path

  /// What Celery runs, too.
  private static let readable: Set<String> = ["minimal-headers", "unknown-extra-fields", "body-embed-null"]

  @Test func whatCannotBeReadIsSetAside() async throws {
    try await Fleet.visit { fleet in
      let worker = try await fleet.worker(.tasksd)
      let sent = try await fleet.python(Self.sending, environment: ["POISON": Self.folder]).objectValue ?? [:]
      #expect(sent.count == 36)
      #expect(try await fleet.python("answer = add.delay(1, 1).get(timeout=T)") == 2)
      let readable = JSONValue.array(sent.members.filter { Self.readable.contains($0.key) }.map(\.value))
      let values = try await fleet.python("answer = [AsyncResult(id_).get(timeout=T) for id_ in \(readable)]")
      #expect(values == [3, 3, 3])
      try await expectDeadLetters(of: sent, in: fleet)
      #expect(worker.isRunning)
      #expect(await worker.stop() == .code(0))
      try await expectHealth(of: fleet)
    }
  }

  @Test func broadcastsAndEventsThatMakeNoSenseAreIgnored() async throws {
    try await Fleet.visit { fleet in
      let worker = try await fleet.worker(.tasksd)
      let published = try await fleet.python(Self.publishing, environment: ["POISON": Self.folder])
      #expect(published == 17)
      let reply = try await fleet.python("answer = app.control.inspect(timeout=T, destination=['one@interop']).ping()")
      #expect(reply == ["one@interop": ["ok": "pong"]])
      #expect(await worker.stop() == .code(0))
    }
  }

  /// Each is there, with a reason and the very bytes.
  private func expectDeadLetters(of sent: JSONObject, in fleet: Fleet) async throws {
    let letters = try await fleet.control(of: "one", "dead", "list", "--limit", "100")["letters"]?.arrayValue ?? []
    #expect(letters.count == sent.count - Self.readable.count)
    var texts: Set<String> = []
    for letter in letters {
      #expect(letter["detail"]?.stringValue?.isEmpty == false, "\(letter)")
      guard let number = letter["number"]?.integerValue else { continue }
      let whole = try await fleet.control(of: "one", "dead", "show", "\(number)")
      if let bytes = whole["bytes"]?.stringValue { texts.insert(bytes) }
    }
    // Those of a task nobody knows are kept as the messages they are.
    let unreadable = letters.count { $0["reason"] == "unreadable" }
    let files = try sent.keys.map { try Data(contentsOf: URL(filePath: "\(Self.folder)/\($0).json")) }
    #expect(texts.count == unreadable && unreadable >= letters.count - 1)
    #expect(texts.isSubset(of: files.map { $0.base64EncodedString() }))
  }

  /// Nothing that tasksd has left behind hurts a Celery worker.
  private func expectHealth(of fleet: Fleet) async throws {
    let worker = try await fleet.worker(.python, "two")
    #expect(try await fleet.python("answer = add.delay(20, 2).get(timeout=T)") == 22)
    #expect(await worker.stop() == .code(0))
    let log = worker.child.standardError.text
    #expect(!log.contains("Unrecoverable") && !log.contains("CRITICAL"), "\(log)")
  }

  private static let sending = """
    answer = {}
    redis = app.backend.client
    for name in sorted(os.listdir(os.environ['POISON'])):
        raw = open(os.path.join(os.environ['POISON'], name), 'rb').read()
        try:
            message = json.loads(raw)
        except ValueError:
            message = None
        if isinstance(message, dict) and 'channel' in message:
            continue
        headers = message.get('headers') if isinstance(message, dict) else None
        answer[name.removesuffix('.json')] = (headers or {}).get('id')
        redis.lpush('celery', raw)
    """

  private static let publishing = """
    answer = 0
    redis, database = app.backend.client, BROKER.rpartition('/')[2]
    for name in sorted(os.listdir(os.environ['POISON'])):
        raw = open(os.path.join(os.environ['POISON'], name), 'rb').read()
        if b'"channel"' in raw:
            message = json.loads(raw)
            redis.publish(message['channel'].replace('/0.', f'/{database}.'), message['payload'])
            answer += 1
    """
}
