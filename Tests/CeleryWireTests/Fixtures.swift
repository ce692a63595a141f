import Foundation
import TaskModel
import Testing

/// The captured data beside these tests.
enum Fixtures {
  static func bytes(_ path: String) throws -> [UInt8] {
    let folder = try #require(Bundle.module.url(forResource: "Fixtures", withExtension: nil))
    return Array(try Data(contentsOf: folder.appendingPathComponent(path)))
  }

  static func json(_ path: String) throws -> JSONValue {
    try JSONParser.parse(bytes(path), options: JSONParser.Options(allowsNaN: true))
  }

  /// The files of a folder without their ending.
  static func names(_ folder: String) -> [String] {
    guard let root = Bundle.module.url(forResource: "Fixtures", withExtension: nil) else { return [] }
    let files = try? FileManager.default.contentsOfDirectory(atPath: root.appendingPathComponent(folder).path)
    return (files ?? []).filter { $0.hasSuffix(".json") }.map { String($0.dropLast(5)) }.sorted()
  }
}
