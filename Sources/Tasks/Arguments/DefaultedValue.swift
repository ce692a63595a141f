/// What the decoder has to know of a `Default` whatever its value's type.
protocol DefaultedValue: Decodable, Sendable {
  /// See ``Default``.
  var place: Int32 { get set }
}

extension Default: DefaultedValue {}
