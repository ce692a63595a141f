import TaskModel

/// Stamps as a signature's options have them: each under its own name, and their names in `stamped_headers`.
enum Stamps {
  /// Names that mean something else among the options.
  private static let taken: Set<String> = [
    "task_id", "reply_to", "group_id", "group_index", "root_id", "parent_id", "chord", "chain", "link", "link_error",
    "queue", "exchange", "routing_key", "priority", "countdown", "eta", "expires", "time_limit", "soft_time_limit",
    "retries", "shadow", "headers", "ignore_result", "replaced_task_nesting", "stamped_headers", "stamps", "args",
    "kwargs", "producer", "connection", "publisher", "router", "serializer", "compression", "add_to_parent",
  ]

  static func check(_ stamps: JSONObject) throws(SendError) {
    for name in stamps.keys where taken.contains(name) || name.isEmpty {
      throw SendError(.invalidOptions, "a stamp cannot be called '\(name)': the name has another meaning among options")
    }
    do throws(ArgumentError) { try ValueCoding.check(.object(stamps), root: "stamps") } catch {
      throw SendError(error)
    }
  }

  /// What is stamped already keeps its stamp.
  static func add(_ stamps: JSONObject, to options: JSONObject) -> JSONObject {
    if stamps.isEmpty { return options }
    var options = options
    var names = options["stamped_headers"]?.arrayValue ?? []
    for (name, value) in stamps.members where !names.contains(.string(name)) {
      options[name] = value
      names.append(.string(name))
    }
    options["stamped_headers"] = .array(names)
    return options
  }
}
