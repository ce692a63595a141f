import Canvas
import TaskModel

/// Tasks that run another one again and again, in place: one message, one run, one result.
extension BuiltInTasks {
  typealias Lookup = @Sendable (TaskName) -> (any TaskHandler)?

  static func repeating(_ lookup: @escaping Lookup) -> [BuiltInTask] {
    [
      // Once for each element.
      BuiltInTask("celery.map") { (arguments) throws(ArgumentError) in
        let binder = ArgumentBinder(arguments)
        let task = try RepeatedTask(binder, lookup)
        let elements = try binder.array("it")
        try binder.checkAllTaken()
        return { try await task.run($0, with: elements.map { [$0] }) }
      },
      // Once for each array of arguments.
      BuiltInTask("celery.starmap") { (arguments) throws(ArgumentError) in
        let binder = ArgumentBinder(arguments)
        let task = try RepeatedTask(binder, lookup)
        let lists = try binder.arrays("it")
        try binder.checkAllTaken()
        return { try await task.run($0, with: lists) }
      },
      // The same; the results in arrays of `n`. Sent by a client it comes as a group of starmaps instead.
      BuiltInTask("celery.chunks") { (arguments) throws(ArgumentError) in
        let binder = ArgumentBinder(arguments)
        let task = try RepeatedTask(binder, lookup)
        let lists = try binder.arrays("it")
        let size = try binder.count("n")
        try binder.checkAllTaken()
        return { run in
          let results = try await task.run(run, with: lists).arrayValue ?? []
          return .array(results.chunks(of: size).map(JSONValue.array))
        }
      },
    ]
  }
}

/// The inner task of a map.
private struct RepeatedTask: Sendable {
  let signature: Signature
  let handler: any TaskHandler

  /// Throws when the argument `task` is no signature, or of a task that is not known here.
  init(_ binder: ArgumentBinder, _ lookup: BuiltInTasks.Lookup) throws(ArgumentError) {
    guard let json = binder.value(for: "task") else { throw ArgumentError(path: "task", message: "missing") }
    do throws(CanvasError) { signature = try Signature(json: json) } catch {
      throw ArgumentError(path: "task", message: error.description)
    }
    guard let handler = lookup(signature.task) else {
      throw ArgumentError(path: "task", message: "no task is called '\(signature.task)'")
    }
    self.handler = handler
  }

  /// One run after the other; the first that fails ends it.
  func run(_ context: RunContext, with argumentLists: [[JSONValue]]) async throws -> JSONValue {
    var results: [JSONValue] = []
    results.reserveCapacity(argumentLists.count)
    for (index, arguments) in argumentLists.enumerated() {
      try Task.checkCancellation()
      var inner = context
      inner.message.task = signature.task
      inner.message.arguments.positional = arguments + signature.arguments.positional
      inner.message.arguments.keywords = signature.arguments.keywords
      results.append(try await bound(inner.message.arguments, index).run(inner))
    }
    return .array(results)
  }

  private func bound(_ arguments: TaskArguments, _ index: Int) throws -> any BoundTask {
    do throws(ArgumentError) { return try handler.bind(arguments) } catch {
      throw ArgumentError(path: "it[\(index)]", message: error.description)
    }
  }
}

extension ArgumentBinder {
  fileprivate func array(_ name: String) throws(ArgumentError) -> [JSONValue] {
    guard let value = value(for: name) else { throw ArgumentError(path: name, message: "missing") }
    guard let elements = value.arrayValue else {
      throw ArgumentError(path: name, message: "expected an array, found \(value.kind)")
    }
    return elements
  }

  fileprivate func arrays(_ name: String) throws(ArgumentError) -> [[JSONValue]] {
    var lists: [[JSONValue]] = []
    for (index, element) in try array(name).enumerated() {
      guard let list = element.arrayValue else {
        throw ArgumentError(path: "\(name)[\(index)]", message: "expected an array, found \(element.kind)")
      }
      lists.append(list)
    }
    return lists
  }

  fileprivate func count(_ name: String) throws(ArgumentError) -> Int {
    guard let value = value(for: name) else { throw ArgumentError(path: name, message: "missing") }
    guard let number = value.integerValue.flatMap(Int.init(exactly:)), number > 0 else {
      throw ArgumentError(path: name, message: "expected a whole number above 0, found \(value.excerpt)")
    }
    return number
  }
}

extension [JSONValue] {
  fileprivate func chunks(of size: Int) -> [[JSONValue]] {
    stride(from: 0, to: count, by: size).map { Array(self[$0..<$0 + Swift.min(size, count - $0)]) }
  }
}
