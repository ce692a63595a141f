import TaskModel
import Tasks
import Worker

/// The tasks that can be run here.
extension ControlDesk {
  /// Sorted names, each with the attributes it has of those that are asked for: `send_sms [rate_limit=10/m]`. Celery's own
  /// tasks, `celery.chain` and the like, are shown on request only.
  func registered(_ wanted: [String] = [], withBuiltIns: Bool = false) -> [JSONValue] {
    let items = wanted.isEmpty ? ["exchange", "routing_key", "rate_limit"] : wanted
    return parts.registry.handlers.filter { withBuiltIns || !$0.name.rawValue.hasPrefix("celery.") }
      .map { .string(line($0, items)) }
  }

  private func line(_ handler: any TaskHandler, _ items: [String]) -> String {
    let fields = items.compactMap { item in attribute(item, of: handler).map { "\(item)=\($0)" } }
    return fields.isEmpty ? handler.name.rawValue : "\(handler.name) [\(fields.joined(separator: " "))]"
  }

  /// Celery's task attributes, as Python writes them; nil where there is none.
  private func attribute(_ item: String, of handler: any TaskHandler) -> String? {
    let options = handler.options
    return switch item {
    case "name": handler.name.rawValue
    case "queue", "routing_key": options.queue?.rawValue
    case "rate_limit": parts.worker?.rateLimit(of: handler.name)?.description
    case "priority": options.priority?.description
    case "max_retries": String(options.retry.attempts - 1)
    case "time_limit": options.timeLimit.hard.map { seconds($0) }
    case "soft_time_limit": options.timeLimit.soft.map { seconds($0) }
    case "expires": options.expires.map { seconds($0) }
    case "ignore_result": options.ignoresResult ? "True" : "False"
    case "acks_late": options.acknowledges == .early ? "False" : "True"
    default: nil
    }
  }

  private func seconds(_ duration: Duration) -> String { "\(duration.inSeconds)" }
}
