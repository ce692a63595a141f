import TaskModel

extension Fleet {
  /// A tasksd whose work is taken over six seconds after its death: what a busy machine makes wait no longer than that is not dead.
  func node(_ name: String, options: String = "") async throws -> Node {
    let node = try await startTasksd("worker", name, options: "worker_lease = 6s\n" + options)
    try await node.waitForReady()
    return node
  }

  /// A node, or a Celery worker where the name says so.
  func member(_ name: String, celery settings: JSONObject) async throws -> Node {
    name.hasPrefix("celery") ? try await worker(.python, name, settings: settings) : try await node(name)
  }

  /// Puts runs of `demo.record` into the queue, to be counted in `ledger`.
  /// - Parameter gate: a fifo at which they wait, too; none goes on before `openGates`.
  func send(_ items: Range<Int>, seconds: Double = 0, gate: String? = nil) async throws {
    let lines =
      if let gate {
        """
        os.mkfifo(path('\(gate)'))
        for item in range(\(items.lowerBound), \(items.upperBound)):
          record.delay('ledger', item, gate='\(gate)')
        """
      } else {
        "for item in range(\(items.lowerBound), \(items.upperBound)): record.delay('ledger', item, \(seconds))"
      }
    _ = try await python(lines)
  }

  /// Whoever stands at the gate, and whoever comes later, goes on.
  func openGates(_ name: String) async throws {
    // Holds both ends open, so that nobody waits and bytes are kept for those who come.
    _ = try await start(["/bin/sh", "-c", "exec 3<>\"$0\"; printf xxxxxxxx >&3; exec tail -f /dev/null", path(name)])
  }

  /// As if every delivery in hand had been made an hour earlier.
  func letAnHourPass() async throws {
    _ = try await python(
      """
      for tag in app.backend.client.zrange('unacked_index', 0, -1):
        app.backend.client.zincrby('unacked_index', -3700, tag)
      """)
  }

  /// Waits until no message waits in the queue.
  func waitUntilTaken() async throws {
    _ = try await python("until(lambda: not app.backend.client.llen('celery'))")
  }

  /// Waits until no message waits or is in anybody's hands.
  func waitUntilDrained() async throws {
    _ = try await python(
      """
      redis = app.backend.client
      until(lambda: not redis.hlen('unacked') and not redis.zcard('unacked_index'))
      until(lambda: not any(redis.llen(f'celery{step}') for step in ('', '\\x06\\x163', '\\x06\\x166', '\\x06\\x169')))
      """)
  }
}
