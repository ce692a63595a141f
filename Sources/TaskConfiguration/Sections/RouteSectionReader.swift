import TaskModel

/// Reads `[celeryroute:NAME]`.
enum RouteSectionReader {
  static func read(name: String, from reader: inout SectionReader) -> TaskRoute? {
    var route = TaskRoute(task: TaskName(name), location: reader.location)
    route.queue = reader.optional("queue") { text throws(ValueError) in
      QueueName(try ValueReader.queue(text.text))
    }
    route.priority = reader.integer("priority", in: 0...9)
      .map { Priority($0) }
    reader.ignore(["exchange", "exchange_type", "routing_key", "delivery_mode"])
    reader.finish(section: "celeryroute:\(name)")
    return route.queue == nil && route.priority == nil ? nil : route
  }
}
