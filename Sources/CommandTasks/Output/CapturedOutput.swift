/// What a command wrote to stdout where that is its result, up to a limit.
struct CapturedOutput: Sendable {
  static let limit = 1 << 20

  private(set) var bytes: [UInt8] = []
  private(set) var isTooLarge = false

  mutating func append(_ chunk: UnsafeBufferPointer<UInt8>) {
    guard !isTooLarge else { return }
    guard bytes.count + chunk.count <= Self.limit else {
      isTooLarge = true
      bytes = []
      return
    }
    bytes.append(contentsOf: chunk)
  }
}
