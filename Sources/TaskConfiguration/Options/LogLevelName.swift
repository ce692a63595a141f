/// From the most to the least talkative.
package enum LogLevelName: String, Hashable, Sendable, CaseIterable {
  case trace, debug, info, notice, warning, error, critical
}
