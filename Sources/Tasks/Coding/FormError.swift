import TaskModel

/// A value is not of the form its type has on the wire.
struct FormError: Error {
  let message: String

  init(message: String) { self.message = message }

  init(expected: String, found json: JSONValue) {
    message = "expected \(expected), found \(json.excerpt)"
  }
}
