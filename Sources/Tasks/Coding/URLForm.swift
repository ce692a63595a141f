import FoundationEssentials
import TaskModel

/// URLs as text.
enum URLForm {
  static func url(_ json: JSONValue) throws(FormError) -> URL {
    guard let text = json.stringValue, let url = URL(string: text) else {
      throw FormError(expected: "a URL", found: json)
    }
    return url
  }
}
