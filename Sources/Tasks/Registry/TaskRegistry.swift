public import TaskModel

/// Every task this program can run, by name and alias.
public struct TaskRegistry: Sendable {
  /// Sorted by name.
  public let handlers: [any TaskHandler]
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
    self.handlers = handlers.sorted { $0.name < $1.name }
    self.byName = byName
  }

  /// Makes the handlers of Swift tasks and registers them together with others, such as configured commands. Throws every
  /// problem of all of them.
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
      self = try TaskRegistry(handlers)
    } catch { throw RegistrationError(problems + error.problems) }
    guard problems.isEmpty else { throw RegistrationError(problems) }
  }

  /// By name or alias.
  public subscript(name: TaskName) -> (any TaskHandler)? { byName[name] }

  public var names: [TaskName] { handlers.map(\.name) }
}
