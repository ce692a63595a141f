/// The arguments of one call, by position and by name, as in a Python call.
public struct TaskArguments: Sendable, Hashable {
  public var positional: [JSONValue]
  public var keywords: JSONObject

  public init(_ positional: [JSONValue] = [], keywords: JSONObject = JSONObject()) {
    self.positional = positional
    self.keywords = keywords
  }
}
