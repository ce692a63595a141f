import FoundationEssentials
import TaskModel

/// Control requests with their replies, and events, captured from a real Celery.
enum RemoteFixtures {
  static let requests = names("pidbox")
  static let events = names("events")

  static func request(_ name: String) throws -> JSONObject { try object("pidbox", name) }
  static func event(_ name: String) throws -> JSONObject { try object("events", name) }

  private static let directory: String = {
    let here = #filePath
    return here.split(separator: "/").dropLast(2).reduce(into: "") { $0 += "/\($1)" } + "/Fixtures"
  }()

  private static func names(_ kind: String) -> [String] {
    let files = (try? FileManager.default.contentsOfDirectory(atPath: "\(directory)/\(kind)")) ?? []
    return files.filter { $0.hasSuffix(".json") }.map { String($0.dropLast(5)) }.sorted()
  }

  private static func object(_ kind: String, _ name: String) throws -> JSONObject {
    let data = try Data(contentsOf: URL(filePath: "\(directory)/\(kind)/\(name).json"))
    return try JSONParser.parse(Array(data)).objectValue ?? [:]
  }
}
