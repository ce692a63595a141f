import Synchronization

/// Learns the defaults of a type while it is decoded.
///
/// An initializer evaluates the initial values of wrapped properties first, before its body runs; that holds for the
/// `init(from:)` which the compiler writes, too. So when the decoder finds an argument missing, the `Default` that belongs
/// into its place has just been made, and was recorded here. Which of several it is follows from the order: they are made
/// in the order of the properties, and asked for in the order of the coding keys (see ``DefaultOrder``).
final class DefaultRecorder: Sendable {
  /// Set around the decoding of a value, for `Default`s to find.
  @TaskLocal static var current: DefaultRecorder?

  /// One frame for each value that is being decoded inside another.
  private let frames = Mutex<[DefaultFrame]>([])

  func record(_ value: any DefaultedValue, owner: StaticString) {
    frames.withLock { frames in
      guard !frames.isEmpty else { return }
      frames[frames.count - 1].records.append(DefaultFrame.Record(value: value, owner: owner.description))
    }
  }

  /// Decodes a value whose defaults may be needed; twice when the first time shows that they were taken in a wrong order.
  func decode<Value>(_ type: Value.Type, _ body: () throws -> Value) throws -> Value {
    let known = DefaultOrder.known(for: type)
    let (value, frame) = try framed(DefaultFrame(order: known), body)
    guard known == nil, frame.suppliesSome, !frame.isUnambiguous else { return value }
    let order = DefaultOrder(of: value, type: type)
    guard order.accounts(for: frame.records) else {
      throw DefaultsError(type: String(describing: type))
    }
    DefaultOrder.learn(order, for: type)
    return order.isAsDeclared(frame.records) ? value : try framed(DefaultFrame(order: order), body).0
  }

  /// The place of a `Default` that is decoded from an argument.
  func nextPlace() -> Int32 { withFrame { $0.nextPlace() } ?? -1 }

  /// The recorded default for the next place; nil when the property has none.
  func nextDefault<Defaulted: DefaultedValue>(of type: Defaulted.Type) -> Defaulted? {
    withFrame { $0.nextDefault(of: type) } ?? nil
  }

  private func framed<Value>(_ new: DefaultFrame, _ body: () throws -> Value) throws -> (Value, DefaultFrame) {
    frames.withLock { $0.append(new) }
    let outcome = Result { try body() }
    let frame = frames.withLock { $0.popLast() }
    return (try outcome.get(), frame ?? new)
  }

  private func withFrame<Value: Sendable>(_ body: (inout DefaultFrame) -> Value) -> Value? {
    frames.withLock { frames in
      guard !frames.isEmpty else { return nil }
      return body(&frames[frames.count - 1])
    }
  }
}
