import TaskModel

extension ArgumentError {
  /// The standard library's coding errors, and whatever an author's own coding throws, as an error with a path.
  init(coding error: any Error) {
    switch error {
    case let error as ArgumentError: self = error
    case DecodingError.keyNotFound(let key, let context):
      self.init(path: pathText(context.codingPath + [key]), message: "missing")
    case DecodingError.valueNotFound(_, let context), DecodingError.typeMismatch(_, let context),
      DecodingError.dataCorrupted(let context):
      self.init(context)
    case EncodingError.invalidValue(_, let context): self.init(context)
    default: self.init(message: String(describing: error))
    }
  }

  private init(_ context: DecodingError.Context) {
    self.init(path: context.codingPath.isEmpty ? nil : pathText(context.codingPath), message: context.debugDescription)
  }

  private init(_ context: EncodingError.Context) {
    self.init(path: context.codingPath.isEmpty ? nil : pathText(context.codingPath), message: context.debugDescription)
  }
}
