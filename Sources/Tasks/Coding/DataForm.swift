import FoundationEssentials
import TaskModel

/// Bytes as base64 text; from Celery also its marks for `bytes`: the text itself where it is UTF-8, otherwise base64.
enum DataForm {
  static func data(_ json: JSONValue) throws(FormError) -> Data {
    if let text = json.extended("bytes")?.stringValue { return Data(text.utf8) }
    let form = json.extended("base64") ?? json
    guard let text = form.stringValue, let data = Data(base64Encoded: text) else {
      throw FormError(expected: "base64 text", found: json)
    }
    return data
  }
}
