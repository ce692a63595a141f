/// A property with a default: a call may leave the argument out.
///
/// ```swift
/// struct Insert: RequestAwareTask {
///   static let name: TaskName = "insert"
///   var value: Int
///   @Default var fail = false       // tasksd call insert --args '[7]'
/// }
/// ```
///
/// Plain `var fail = false` is not enough: the `init(from:)` the compiler writes for `Codable` knows no defaults, and
/// the argument would be missing. Optional properties need nothing, they become nil; a type all of whose properties have
/// defaults can be a ``TaskWithDefaults`` instead. The default is evaluated anew for each call. Nested values may use it too.
@propertyWrapper
public struct Default<Value: Codable & Sendable>: Codable, Sendable {
  public var wrappedValue: Value
  /// The how-manieth of its type it was when decoded; says nothing otherwise.
  var place: Int32 = -1

  /// - Parameter owner: left out; the compiler fills in the type whose property this is.
  public init(wrappedValue: Value, owner: StaticString = #function) {
    self.wrappedValue = wrappedValue
    DefaultRecorder.current?.record(self, owner: owner)
  }

  public init(from decoder: any Decoder) throws {
    wrappedValue = try decoder.singleValueContainer().decode(Value.self)
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(wrappedValue)
  }
}

extension Default: Equatable where Value: Equatable {
  public static func == (left: Self, right: Self) -> Bool { left.wrappedValue == right.wrappedValue }
}

extension Default: Hashable where Value: Hashable {
  public func hash(into hasher: inout Hasher) { hasher.combine(wrappedValue) }
}
