public import TaskModel

/// The key of a limit, with places for arguments as in a command's words: `{site}`, `{0}`. An argument that is missing or null
/// is empty text.
public struct KeyTemplate: Sendable, Hashable {
  private let word: TemplateWord

  /// Throws what is wrong with its placeholders.
  public init(_ text: String) throws(CommandProblem) { word = try TemplateWordParser.parse(text) }

  public func filled(with arguments: TaskArguments) -> String {
    word.parts.map { part in
      switch part {
      case .text(let piece): piece
      case .argument(let reference): arguments[reference].map(Self.text) ?? ""
      }
    }.joined()
  }

  private static func text(of value: JSONValue) -> String {
    if value.isNull { return "" }
    return value.markedText ?? value.stringValue ?? value.description
  }
}
