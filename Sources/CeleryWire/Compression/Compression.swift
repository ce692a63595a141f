internal import CCompression
import Glibc

/// How a body or a result is packed, by the names kombu has for it. The libraries are loaded when first needed; one that is
/// not on the machine is an error that names it.
public enum Compression: Sendable, Hashable, CaseIterable {
  /// kombu's `gzip`: in truth a zlib stream (RFC 1950).
  case zlib
  case bzip2
  case xz
  case zstd

  /// What may come out of one body or result: more is taken for an attack.
  static let limit = 64 << 20

  /// kombu's content type, as the header `compression` has it.
  public var contentType: String {
    switch self {
    case .zlib: "application/x-gzip"
    case .bzip2: "application/x-bz2"
    case .xz: "application/x-lzma"
    case .zstd: "application/zstd"
    }
  }

  /// By kombu's content type or one of its short names, such as the setting `result_compression` has. Throws naming those that are
  /// known.
  public init(named name: String) throws(CompressionError) {
    switch name {
    case "application/x-gzip", "gzip", "zlib": self = .zlib
    case "application/x-bz2", "bzip2", "bzip": self = .bzip2
    case "application/x-lzma", "lzma", "xz": self = .xz
    case "application/zstd", "zstd", "zstandard": self = .zstd
    default:
      let known = Self.allCases.map(\.contentType).joined(separator: ", ")
      throw CompressionError("compression '\(name)' is not known here; \(known) are")
    }
  }

  private var format: ccompression_format {
    switch self {
    case .zlib: CCOMPRESSION_ZLIB
    case .bzip2: CCOMPRESSION_BZIP2
    case .xz: CCOMPRESSION_XZ
    case .zstd: CCOMPRESSION_ZSTD
    }
  }

  /// At most ``limit`` bytes.
  func unpack(_ bytes: UnsafeBufferPointer<UInt8>) throws(CompressionError) -> [UInt8] {
    var output: UnsafeMutablePointer<UInt8>?
    var count = 0
    let status = ccompression_unpack(format, bytes.baseAddress, bytes.count, Self.limit, &output, &count)
    defer { free(output) }
    try check(status)
    return Array(UnsafeBufferPointer(start: output, count: count))
  }

  func pack(_ bytes: [UInt8]) throws(CompressionError) -> [UInt8] {
    var output: UnsafeMutablePointer<UInt8>?
    var count = 0
    let status = bytes.withUnsafeBufferPointer {
      ccompression_pack(format, $0.baseAddress, $0.count, &output, &count)
    }
    defer { free(output) }
    try check(status)
    return Array(UnsafeBufferPointer(start: output, count: count))
  }

  private func check(_ status: ccompression_status) throws(CompressionError) {
    switch status {
    case CCOMPRESSION_DONE: return
    case CCOMPRESSION_ABSENT:
      let library = ccompression_library(format).map { String(cString: $0) } ?? ""
      throw CompressionError("compressed as \(contentType), but \(library) is not on this machine; install it")
    case CCOMPRESSION_TOO_LARGE:
      throw CompressionError("compressed as \(contentType): more than \(Self.limit >> 20) MiB come out of it")
    case CCOMPRESSION_NO_MEMORY: throw CompressionError("compressed as \(contentType): no memory to unpack it")
    default: throw CompressionError("compressed as \(contentType), but the data is damaged or of another format")
    }
  }
}
