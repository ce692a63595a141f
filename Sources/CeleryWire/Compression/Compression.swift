import TaskModel

/// How a body or a result is packed, by kombu's content types.
enum Compression {
  case zlib
  init(contentType: String) throws(CompressionError) {
    throw CompressionError("compression '\(contentType)' is unknown")
  }
  func decompress(_ bytes: UnsafeBufferPointer<UInt8>) throws(CompressionError) -> [UInt8] { Array(bytes) }
}
