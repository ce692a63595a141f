import Testing

/// A readable envelope to be spoiled in one place.
struct Envelope: Sendable, CustomTestStringConvertible {
  var body = "\"W1sxLCAyXSwge30sIHt9XQ==\""
  var contentType = "\"application/json\""
  var headers = #"{"lang": "py", "task": "demo.add", "id": "1"}"#
  var properties =
    #"{"body_encoding": "base64", "delivery_info": {"exchange": "", "routing_key": "celery"}, "delivery_tag": "tag"}"#
  private var whole: String?

  init(_ change: (inout Envelope) -> Void = { _ in }) { change(&self) }

  var text: String {
    get {
      whole
        ?? #"{"body": \#(body), "content-encoding": "utf-8", "content-type": \#(contentType), "headers": \#(headers), "properties": \#(properties)}"#
    }
    set { whole = newValue }
  }

  /// The body as text instead of base64, which an envelope may have.
  mutating func encode(_ json: String) {
    body = "\"" + json.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"") + "\""
    properties = properties.replacing("\"base64\"", with: "null")
  }

  /// Adds a header; the last of several of one name counts.
  mutating func set(_ header: String, _ json: String) {
    headers = headers.dropLast() + ", \"\(header)\": \(json)}"
  }

  var testDescription: String { String(text.prefix(400)) }
}
