import ControlAPI
import Foundation
import Synchronization
import TaskModel
import Testing

@Suite struct LampTests {
  @Test("Health and readiness are statuses, with a text; the client sees them as values") func lamp() async throws {
    let table: [(Health, health: Int, ready: Int)] = [
      (Health(isHealthy: true, isReady: true, text: "claiming works"), 200, 200),
      (Health(isHealthy: true, isReady: false, text: "starting"), 200, 503),
      (Health(isHealthy: false, isReady: true, text: "the last claim failed"), 503, 200),
    ]
    try await Served.with { served in
      try await served.withClient { client in
        for (health, healthStatus, readyStatus) in table {
          served.control.state.withLock { $0.health = health }
          let (lamp, ready) = try await (served.exchange("GET", "/health"), served.exchange("GET", "/ready"))
          #expect((lamp.status, ready.status) == (healthStatus, readyStatus))
          #expect(
            (lamp.problem, ready.problem) == (health.isHealthy ? nil : "unhealthy", health.isReady ? nil : "not-ready"))
          #expect(lamp.json?["text"] == .string(health.text))
          let seen = try await client.health()
          #expect(seen == health)
        }
      }
    }
  }

  @Test("Metrics are Prometheus's text") func metrics() async throws {
    try await Served.with { served in
      let reply = try await served.exchange("GET", "/metrics")
      #expect(reply.headers.contains("content-type: text/plain; version=0.0.4"))
      #expect(reply.body == "# TYPE tasksd_up gauge\ntasksd_up 1\n")
    }
  }

  @Test("curl reaches it under any host name", arguments: ["http://x/health", "http://tasksd.example:8080/health"])
  func curl(_ address: String) async throws {
    try await Served.with { served in
      let output = try await run("curl", "-s", "-w", "%{http_code}", "--unix-socket", served.socket, address)
      #expect(output == "{\"healthy\":true,\"ready\":true,\"text\":\"claiming works\"}\n200")
    }
  }

  @Test("curl sends a task without saying that it is JSON") func curlPost() async throws {
    try await Served.with { served in
      let output = try await run(
        "curl", "-s", "--unix-socket", served.socket, "-d", #"{"name": "ping"}"#, "http://x/v1/tasks")
      #expect(output == "{\"asked\":\"send\",\"with\":{\"name\":\"ping\"}}\n")
    }
  }

  private func run(_ command: String...) async throws -> String {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = command
    let output = Pipe()
    process.standardOutput = output
    try await withCheckedThrowingContinuation { (ended: CheckedContinuation<Void, any Error>) in
      process.terminationHandler = { _ in ended.resume() }
      do { try process.run() } catch { ended.resume(throwing: error) }
    }
    return String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
  }
}
