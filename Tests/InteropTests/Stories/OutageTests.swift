import ProcessTesting
import RedisTesting
import TaskModel
import Testing

/// What can become of a Redis server under load, and back.
enum Outage: String, Sendable, CaseIterable, CustomTestStringConvertible {
  case killed, restarted, paused, outOfMemory, readOnly, connectionsCut

  var testDescription: String { rawValue }
}

/// Redis goes away and comes back: it is said once, all tasks are run once, and consumption goes on.
@Suite(.interop) struct OutageTests {
  @Test(arguments: Outage.allCases)
  func nothingIsLostOrDoubled(_ outage: Outage) async throws {
    try await Fleet.visit(redis: ["appendonly yes", "appendfsync always"]) { fleet in
      let items = 0..<300
      let ledger = try await Ledger("ledger", of: fleet)
      try await fleet.send(items, seconds: 0.02)
      let nodes = [
        try await fleet.node("one", options: "redis_socket_timeout = 1s"),
        try await fleet.node("two", options: "redis_socket_timeout = 1s"),
      ]
      for progress in [60, 200] {
        try await ledger.wait(forLines: progress)
        try await happen(outage, to: fleet, nodes)
      }
      try await ledger.waitForEnd(of: items)
      try await fleet.waitUntilDrained()
      let account = ledger.account(of: items, killed: [])
      print("Redis \(outage) twice: \(account)")
      #expect(account.lost.isEmpty && account.doubled.isEmpty, "\(account)")
      #expect(try await fleet.python("answer = add.delay(20, 2).get(timeout=T)") == 22)
      for node in nodes { #expect(await node.stop() == .code(0)) }
    }
  }

  private func happen(_ outage: Outage, to fleet: Fleet, _ nodes: [Node]) async throws {
    let starts = nodes.map { $0.child.standardError.all.count }
    func wait(for text: String) async throws {
      for (node, start) in zip(nodes, starts) { try await node.waitForLine(text, from: start) }
    }
    switch outage {
    case .killed:
      await fleet.redis.kill()
      try await wait(for: "the store is away")
      try await fleet.redis.restart()
    case .restarted:
      await fleet.redis.stop()
      try await wait(for: "the store is away")
      try await fleet.redis.restart()
    case .paused:
      fleet.redis.pause()
      try await wait(for: "the store is away")
      fleet.redis.resume()
    case .outOfMemory:
      try await fleet.redisCommand("CONFIG", "SET", "maxmemory", "1")
      try await wait(for: "the store is away")
      try await fleet.redisCommand("CONFIG", "SET", "maxmemory", "0")
    case .readOnly:
      try await fleet.redisCommand("REPLICAOF", "127.0.0.1", "1")
      try await wait(for: "the store is away")
      try await fleet.redisCommand("REPLICAOF", "NO", "ONE")
    case .connectionsCut:
      try await fleet.redisCommand("CLIENT", "KILL", "TYPE", "normal", "SKIPME", "yes")
      try await fleet.redisCommand("CLIENT", "KILL", "TYPE", "pubsub")
      // Over before anybody could call it away.
      return
    }
    try await wait(for: "the store is back after")
  }
}

extension Fleet {
  func redisCommand(_ words: String...) async throws {
    let answer = try await run(["/usr/bin/redis-cli", "-e", "-p", "\(redis.port)"] + words)
    guard !answer.hasPrefix("ERR") else { throw Unexpected("\(words): \(answer)") }
  }
}
