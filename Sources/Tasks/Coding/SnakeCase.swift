/// Swift's spelling of a name and Python's: `deliveryID` and `delivery_id`, `siteURLPath` and `site_url_path`.
enum SnakeCase {
  static func text(of name: String) -> String {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(name.utf8.count + 4)
    forEachByte(of: name) {
      bytes.append($0); return true
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  /// Whether `text` is the snake_case of `name` without being `name` itself; allocates nothing.
  static func matches(_ text: String, _ name: String) -> Bool {
    var rest = text.utf8[...]
    let isPrefix = forEachByte(of: name) { rest.popFirst() == $0 }
    return isPrefix && rest.isEmpty && text != name
  }

  /// A word begins at a capital that follows a small letter or digit, and at the last of several capitals when a small
  /// letter follows. Stops, and returns false, when `body` does.
  @discardableResult
  private static func forEachByte(of name: String, _ body: (UInt8) -> Bool) -> Bool {
    var previous: UInt8?
    var bytes = name.utf8[...]
    while let byte = bytes.popFirst() {
      guard isCapital(byte) else {
        if !body(byte) { return false }
        previous = byte
        continue
      }
      if let previous, isBoundary(after: previous, before: bytes.first), !body(UInt8(ascii: "_")) { return false }
      if !body(byte | 0x20) { return false }
      previous = byte
    }
    return true
  }

  private static func isBoundary(after previous: UInt8, before next: UInt8?) -> Bool {
    if previous == UInt8(ascii: "_") { return false }
    guard isCapital(previous) else { return true }
    return next.map { (0x61...0x7A).contains($0) } ?? false
  }

  private static func isCapital(_ byte: UInt8) -> Bool { (0x41...0x5A).contains(byte) }
}
