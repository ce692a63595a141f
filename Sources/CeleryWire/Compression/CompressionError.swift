/// What cannot be unpacked or packed, and why.
struct CompressionError: Error, CustomStringConvertible {
  let description: String
  init(_ description: String) { self.description = description }
}
