import TaskModel
import Tasks
import Testing

/// What a Swift program sends, either kind of worker runs; what comes back is the same.
@Suite(.interop) struct SwiftClientTests {
  private static let patience = Duration.seconds(30)

  @Test(arguments: WorkerKind.allCases)
  func tasksAreSentAndAwaited(_ kind: WorkerKind) async throws {
    try await Fleet.visit { fleet in
      let worker = try await fleet.worker(kind)
      try await fleet.client { queue in
        #expect(try await queue.send(Add(x: 2, y: 3)).get(timeout: Self.patience) == 5)
        let many = try await queue.send(all: (0..<20).map { Add(x: $0, y: 1) })
        for (number, result) in many.enumerated() {
          #expect(try await result.get(timeout: Self.patience) == number + 1)
        }
        let value: JSONValue = ["żółw 🐢": [1, 2.5, nil, true, "\u{0}\\\"", .bigInteger("1180591620717411303424")]]
        #expect(try await queue.send(Echo(value: value)).get(timeout: Self.patience) == value)
        let named = try await queue.send(name: "demo.shell", arguments: TaskArguments(["Ada"]))
        #expect(try await named.get(timeout: Self.patience) == "hello Ada")
        #expect(try await queue.send(RetryUntil(times: 2)).get(timeout: Self.patience) == 2)
        let elsewhere = try await queue.send(
          Identity(), queue: "other", priority: Priority(9), headers: ["x-tenant": "acme"])
        let said = try await elsewhere.get(timeout: Self.patience)
        #expect(
          said["queue"] == "other" && said["tenant"] == "acme" && said["id"]?.stringValue == elsewhere.id.rawValue)
      }
      await worker.stop()
    }
  }

  @Test(arguments: WorkerKind.allCases)
  func failuresComeBack(_ kind: WorkerKind) async throws {
    try await Fleet.visit { fleet in
      try await fleet.client { queue in
        let expired = try await queue.send(Add(x: 1, y: 1), expires: .milliseconds(1))
        let worker = try await fleet.worker(kind)
        let failed = try await queue.send(Fail(message: "bad value"))
        let failure = await #expect(throws: TaskFailure.self) { _ = try await failed.get(timeout: Self.patience) }
        #expect(failure?.type == "ValueError" && failure?.message == "bad value")
        #expect(try await failed.state() == .failure)
        await #expect(throws: ResultError.revoked(expired.id)) { _ = try await expired.get(timeout: Self.patience) }
        let unknown = try await queue.send(name: "demo.nobody")
        let reason = await #expect(throws: TaskFailure.self) { _ = try await unknown.get(timeout: Self.patience) }
        #expect(reason?.type == "NotRegistered")
        #expect(try await failed.forget())
        #expect(try await failed.state() == .pending)
        await worker.stop()
      }
    }
  }

  /// Our own enqueue keeps what is not due where only tasksd looks, so a Celery worker is not asked here.
  @Test func countdownsAreKept() async throws {
    try await Fleet.visit { fleet in
      let worker = try await fleet.worker(.tasksd)
      try await fleet.client { queue in
        let sent = queue.clock.now
        let ran = try await queue.send(Now(), countdown: .seconds(1)).get(timeout: Self.patience)
        #expect(ran >= sent.seconds + 0.999)
      }
      await worker.stop()
    }
  }

  @Test(arguments: WorkerKind.allCases)
  func chainsGroupsAndChordsAreRun(_ kind: WorkerKind) async throws {
    try await Fleet.visit { fleet in
      let worker = try await fleet.worker(kind)
      try await fleet.client { queue in
        let chained = try chain(Add(x: 1, y: 2).signature(), Add.signature(3), Add.signature(4))
        #expect(try await queue.send(chained).get(timeout: Self.patience) == 10)
        let members = try (0..<3).map { try Add(x: $0, y: $0).signature() }
        #expect(try await queue.send(group(members)).get(timeout: Self.patience) == [0, 2, 4])
        #expect(try await queue.send(chord(members, body: Sum.signature())).get(timeout: Self.patience) == 6)
        let none: [TaskSignature<Int>] = []
        #expect(try await queue.send(chord(none, body: Sum.signature())).get(timeout: Self.patience) == 0)
        let ordered = try (0..<10).map { try Echo(value: JSONValue($0)).signature() }
        let numbers = try await queue.send(chord(ordered, body: Echo.signature())).get(timeout: Self.patience)
        #expect(numbers == .array((0..<10).map { JSONValue($0) }))
      }
      await worker.stop()
    }
  }

  @Test(arguments: WorkerKind.allCases)
  func workflowsMayBeNested(_ kind: WorkerKind) async throws {
    try await Fleet.visit { fleet in
      let worker = try await fleet.worker(kind)
      try await fleet.client { queue in
        let pair = try group(Add.signature(10), Add.signature(20))
        let inChain = try Add(x: 1, y: 1).signature() | pair | Sum.signature() | Add.signature(5)
        #expect(try await queue.send(inChain).get(timeout: Self.patience) == 39)
        let ends = try await queue.send(Add(x: 1, y: 1).signature() | pair)
        #expect(try await ends.get(timeout: Self.patience) == [12, 22])
        let inner = try chord([Add(x: 1, y: 1).signature(), Add(x: 2, y: 2).signature()], body: Sum.signature())
        let outer = try chord([inner, Add(x: 3, y: 3).signature()], body: Sum.signature() | Add.signature(7))
        #expect(try await queue.send(outer).get(timeout: Self.patience) == 19)
        let chains = try [chain(Add(x: 1, y: 1).signature(), Add.signature(2)), Add(x: 3, y: 3).signature()]
        #expect(try await queue.send(chord(chains, body: Sum.signature())).get(timeout: Self.patience) == 10)
        let chunked = try Add.signature().chunks([[0, 0], [1, 1], [2, 2]], of: 2)
        #expect(try await queue.send(chunked).get(timeout: Self.patience) == [[0, 2], [4]])
        #expect(try await queue.send(Sum.signature().map([[1, 2], [3]])).get(timeout: Self.patience) == [3, 3])
        #expect(
          try await queue.send(Add.signature().starmap([[1, 2], [3, 4]])).get(timeout: Self.patience) == [3, 7])
      }
      await worker.stop()
    }
  }

  @Test(arguments: WorkerKind.allCases)
  func callbacksAreRun(_ kind: WorkerKind) async throws {
    try await Fleet.visit { fleet in
      let worker = try await fleet.worker(kind)
      try await fleet.client { queue in
        let after = try Add.signature(10, options: SendOptions(taskID: "after"))
        _ = try await queue.send(Add(x: 1, y: 2).signature().link(after))
        #expect(try await queue.result(of: "after", as: Int.self).get(timeout: Self.patience) == 13)
        let caught = try ErrorCallback.signature(options: SendOptions(taskID: "caught"))
        let failed = try await queue.send(Fail(message: "oh").signature().linkError(caught))
        let said = try await queue.result(of: "caught", as: String.self).get(timeout: Self.patience)
        #expect(said == failed.id.rawValue)
        let header = try [Echo(value: 1).signature(), Fail(message: "member").signature()]
        let body = try await queue.send(chord(header, body: Sum.signature()))
        let failure = await #expect(throws: TaskFailure.self) { _ = try await body.get(timeout: Self.patience) }
        #expect(failure?.type == "ChordError")
        let stamped = try Identity().signature().stamped(["tenant": "acme"])
        let stamps = try await queue.send(stamped).get(timeout: Self.patience)["stamps"]?["tenant"]
        #expect(stamps == "acme" || stamps == ["acme"])
      }
      await worker.stop()
    }
  }
}
