import TaskModel
import Testing

@testable import CeleryWire

struct CompressionTests {
  @Test(arguments: Compression.allCases, [0, 1, 300, 100_000])
  func whatIsPackedIsUnpackedTheSame(compression: Compression, count: Int) throws {
    var random = SeededGenerator(seed: UInt64(count))
    let bytes = (0..<count).map { _ in UInt8.random(in: 0..<20, using: &random) }
    #expect(try unpack(compression, compression.pack(bytes)) == bytes)
  }

  @Test(arguments: Compression.allCases)
  func damagedDataIsToldAsSuch(compression: Compression) throws {
    let packed = try compression.pack(Array(repeating: 7, count: 1000) + Array("a rest that is not a repetition".utf8))
    #expect(throws: CompressionError.self) { try unpack(compression, Array("no such data".utf8)) }
    for length in [1, 5, packed.count / 2, packed.count - 1] {
      #expect(throws: CompressionError.self) { try unpack(compression, Array(packed[..<length])) }
    }
  }

  @Test(arguments: Compression.allCases)
  func spoiledDataNeverTraps(compression: Compression) throws {
    var random = SeededGenerator(seed: 17)
    let packed = try compression.pack(Array("some text, some text, some text".utf8))
    for _ in 0..<200 { _ = try? unpack(compression, RandomValues.spoiled(packed, using: &random)) }
  }

  @Test func aBombIsRefused() throws {
    let bomb = try Compression.zlib.pack(Array(repeating: 0, count: Compression.limit + 1))
    #expect(bomb.count < 100_000)
    let error = #expect(throws: CompressionError.self) { try unpack(.zlib, bomb) }
    #expect(error?.description.contains("more than 64 MiB come out of it") == true)
  }

  @Test func everyNameOfKombuIsKnown() throws {
    let names: [(Compression, [String])] = [
      (.zlib, ["gzip", "zlib", "application/x-gzip"]), (.bzip2, ["bzip2", "bzip", "application/x-bz2"]),
      (.xz, ["lzma", "xz", "application/x-lzma"]), (.zstd, ["zstd", "zstandard", "application/zstd"]),
    ]
    for (compression, names) in names {
      for name in names { #expect(try Compression(named: name) == compression) }
    }
    let error = #expect(throws: CompressionError.self) { try Compression(named: "application/x-brotli") }
    #expect(error?.description.contains("application/x-gzip") == true)
  }

  private func unpack(_ compression: Compression, _ bytes: [UInt8]) throws -> [UInt8] {
    let outcome = bytes.withUnsafeBufferPointer { bytes in
      Result { () throws(CompressionError) -> [UInt8] in try compression.unpack(bytes) }
    }
    return try outcome.get()
  }
}
