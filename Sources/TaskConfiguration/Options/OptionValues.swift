/// Where results are kept.
package enum ResultBackend: Hashable, Sendable {
  /// Where the queues are.
  case broker
  /// Nowhere.
  case disabled
  case address(BrokerAddress)
}

/// SQLite's `PRAGMA synchronous`.
package enum SQLiteSynchronous: String, Hashable, Sendable, CaseIterable {
  /// What was accepted survives a power cut.
  case full
  /// What was accepted survives a crash of the process, not always a power cut; faster.
  case normal
}

/// How many messages are taken for each free slot at once.
package enum PrefetchMultiplier: Hashable, Sendable {
  case automatic
  case times(Int)
}

/// Whether a tick is sent while the task of the last one is not finished.
package enum OverlapPolicy: String, Hashable, Sendable, CaseIterable {
  case allow, skip
}

/// From the most to the least talkative.
package enum LogLevelName: String, Hashable, Sendable, CaseIterable {
  case trace, debug, info, notice, warning, error, critical
}

package enum LogFormat: String, Hashable, Sendable, CaseIterable {
  /// The journal under systemd, text otherwise.
  case auto
  case journal, text, json
}
