public import TaskModel

/// Every task this program can run, by name and alias.
public struct TaskRegistry: Sendable {
  /// Sorted by name; the built-in ones, too.
  public let handlers: [any TaskHandler]
  /// The application's own, sorted.
  public let names: [TaskName]
  /// Those that every worker has, sorted: `celery.ping` and its like.
  public let builtInNames: [TaskName]
  private let byName: [TaskName: any TaskHandler]

  /// Throws every name that is taken twice, with both who claim it.
  public init(_ handlers: [any TaskHandler]) throws(RegistrationError) {
    var byName: [TaskName: any TaskHandler] = [:]
    var problems: [String] = []
    for handler in handlers {
      if handler.name.rawValue.isEmpty { problems.append("\(handler.origin) has an empty name") }
      for name in Set([handler.name] + handler.aliases).sorted() {
        if let other = byName[name] {
          problems.append("two tasks are called '\(name)': \(other.origin) and \(handler.origin)")
        } else {
          byName[name] = handler
        }
      }
    }
    guard problems.isEmpty else { throw RegistrationError(problems) }
    self.init(own: handlers, builtIn: [], byName: byName)
  }

  private init(own: [any TaskHandler], builtIn: [any TaskHandler], byName: [TaskName: any TaskHandler]) {
    handlers = (own + builtIn).sorted { $0.name < $1.name }
    names = own.map(\.name).sorted()
    builtInNames = builtIn.map(\.name).sorted()
    self.byName = byName
  }

  /// The same with the built-in tasks, but for those whose names are taken.
  private func withBuiltIns(in context: ApplicationContext) -> TaskRegistry {
    let own = byName
    let builtIn = BuiltInTasks.all(in: context) { own[$0] }.filter { own[$0.name] == nil }
    let byName = builtIn.reduce(into: own) { $0[$1.name] = $1 }
    return TaskRegistry(own: handlers, builtIn: builtIn, byName: byName)
  }

  /// Makes the handlers of Swift tasks and registers them together with others, such as configured commands, and with the
  /// built-in ones. Throws every problem of all of them.
  public init(
    _ types: [any TaskDefinition.Type], and others: [any TaskHandler] = [], in context: ApplicationContext
  ) throws(RegistrationError) {
    var handlers = others
    var problems: [String] = []
    for type in types {
      do throws(RegistrationError) { handlers.append(try type.makeHandler(in: context)) } catch {
        problems += error.problems
      }
    }
    do throws(RegistrationError) {
      self = try TaskRegistry(handlers).withBuiltIns(in: context)
    } catch { throw RegistrationError(problems + error.problems) }
    guard problems.isEmpty else { throw RegistrationError(problems) }
  }

  /// By name or alias.
  public subscript(name: TaskName) -> (any TaskHandler)? { byName[name] }
}
