/// From the most to the least talkative. Celery's `critical` is `error` here: that a task failed is always logged.
package enum LogLevelName: String, Hashable, Sendable, CaseIterable {
  case trace, debug, info, notice, warning, error
}
