/// The type makes more `Default`s while it is decoded than it has properties marked `@Default`.
struct DefaultsError: Error, CustomStringConvertible {
  let type: String

  var description: String {
    "the defaults of \(type) cannot be told apart: mark each with @Default and a value, or write its init(from:)"
  }
}
