package import TaskModel

/// Between tasks and the arguments of their messages.
package enum ArgumentCoding {
  /// The properties by name, in the order of their declaration; those that are nil are left out.
  package static func encode<Definition: TaskDefinition>(
    _ task: Definition
  ) throws(ArgumentError) -> TaskArguments {
    guard case .object(let members) = try ValueCoding.encode(task) else {
      throw ArgumentError(message: "\(Definition.typeName) encodes itself as a single value; its properties need names")
    }
    switch Definition.argumentNames {
    case .asSpelled: return TaskArguments(keywords: members)
    case .snakeCase: return TaskArguments(keywords: JSONObject(members.map { (SnakeCase.text(of: $0.key), $0.value) }))
    }
  }

  /// Binds the arguments as a Python call would: by position in the order of declaration, by name as spelled or in
  /// snake_case, missing ones to their default or nil.
  package static func decode<Definition: TaskDefinition>(
    _ type: Definition.Type, from arguments: TaskArguments
  ) throws(ArgumentError) -> Definition {
    let defaults = LazyDefaults(of: type)
    do {
      return try DecodingSession.run { session in
        let binder = ArgumentBinder(arguments) { defaults[$0] }
        let task: Definition
        do { task = try session.decode(type, by: ValueDecoder(binder, session: session)) } catch {
          throw binder.explain(ArgumentError(coding: error))
        }
        try binder.checkAllTaken()
        return task
      }
    } catch { throw ArgumentError(coding: error) }
  }
}

/// The properties of a ``TaskWithDefaults`` as `init()` has them, encoded when the first is asked for.
private final class LazyDefaults {
  private let type: any TaskDefinition.Type
  private lazy var members = encoded()

  init(of type: any TaskDefinition.Type) { self.type = type }

  subscript(name: String) -> JSONValue? { members?[name] }

  private func encoded() -> JSONObject? {
    guard let type = type as? any TaskWithDefaults.Type else { return nil }
    return Self.members(of: type)
  }

  private static func members<Definition: TaskWithDefaults>(of type: Definition.Type) -> JSONObject? {
    (try? ValueCoding.encode(type.init()))?.objectValue
  }
}
