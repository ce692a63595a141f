/// Celery's form of compressed results: a mark, the content type, a zero byte, the data.
enum CompressedPayload {
  private static let mark = Array("\0celery-compressed\0".utf8)

  static func wrap(_ bytes: [UInt8], _ compression: Compression) throws(CompressionError) -> [UInt8] {
    mark + Array(compression.contentType.utf8) + [0] + (try compression.pack(bytes))
  }

  /// The bytes as they were before; those without the mark are left as they are.
  static func unwrap(_ bytes: [UInt8]) throws(UnreadableReason) -> [UInt8] {
    guard bytes.starts(with: mark) else { return bytes }
    let rest = bytes.dropFirst(mark.count)
    guard let end = rest.firstIndex(of: 0) else {
      throw UnreadableReason("a compressed result does not say how it is compressed")
    }
    let name = String(decoding: rest[..<end], as: UTF8.self)
    let outcome = bytes.withUnsafeBufferPointer { bytes in
      Result { () throws(CompressionError) -> [UInt8] in
        try Compression(named: name).unpack(UnsafeBufferPointer(rebasing: bytes[(end + 1)...]))
      }
    }
    do { return try outcome.get() } catch { throw UnreadableReason(error.description) }
  }
}
