import Logging
import TaskModel

/// Celery's built-in tasks (`celery/app/builtins.py`).
enum BuiltInTasks {
  static func all(
    in context: ApplicationContext, lookup: @escaping @Sendable (TaskName) -> (any TaskHandler)?
  ) -> [BuiltInTask] {
    let plain = [ping, accumulate, cleanup(context), chordUnlock(context)] + launching(context)
    let plainByName = Dictionary(plain.map { ($0.name, $0) }) { first, _ in first }
    return plain + repeating { name in lookup(name) ?? plainByName[name] }
  }

  /// Says that somebody is there.
  private static let ping = BuiltInTask("celery.ping") { (arguments) throws(ArgumentError) in
    try ArgumentBinder(arguments).checkAllTaken()
    return { _ in "pong" }
  }

  /// Gives its arguments back: the one at `index` (from the end if less than 0), or all.
  private static let accumulate = BuiltInTask("celery.accumulate") { (arguments) throws(ArgumentError) in
    let values = arguments.positional
    guard let index = arguments.keywords["index"], !index.isNull else { return { _ in .array(values) } }
    guard let number = index.integerValue.flatMap(Int.init(exactly:)) else {
      throw ArgumentError(path: "index", message: "expected a whole number, found \(index.kind)")
    }
    let place = number < 0 ? values.count + number : number
    guard values.indices.contains(place) else {
      throw ArgumentError(path: "index", message: "there are \(values.count) arguments, none at \(number)")
    }
    return { _ in values[place] }
  }

  /// Deletes results whose time is over.
  private static func cleanup(_ context: ApplicationContext) -> BuiltInTask {
    BuiltInTask("celery.backend_cleanup") { (arguments) throws(ArgumentError) in
      try ArgumentBinder(arguments).checkAllTaken()
      return { run in
        let count = try await context.queue.results?.removeExpiredResults() ?? 0
        context.logger.info("removed \(count) expired results", metadata: ["task_id": "\(run.message.id)"])
        return .null
      }
    }
  }

  /// With Celery's other result stores this task looks again and again whether a chord's members have ended. Our stores count
  /// them, so there is nothing to look for.
  private static func chordUnlock(_ context: ApplicationContext) -> BuiltInTask {
    BuiltInTask("celery.chord_unlock", options: TaskOptions(ignoresResult: true)) { _ in
      { run in
        context.logger.notice(
          "celery.chord_unlock does nothing here: the result store counts a chord's members itself",
          metadata: ["task_id": "\(run.message.id)"])
        return .null
      }
    }
  }
}
