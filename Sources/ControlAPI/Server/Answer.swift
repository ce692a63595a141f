import HTTPTypes
import HummingbirdCore
import NIOCore
import NIOHTTPTypes
import TaskModel

/// A complete answer: status, type and text.
struct Answer: Sendable {
  var status: HTTPResponse.Status = .ok
  var mediaType = "application/json"
  var body: ByteBuffer
  var fields: [(HTTPField.Name, String)] = []
  /// The connection cannot be used again.
  var closes = false

  /// JSON on one line, with a line break so that shells and terminals are at ease.
  init(_ value: JSONValue, status: HTTPResponse.Status = .ok) {
    var writer = JSONWriter()
    writer.write(value)
    body = ByteBuffer(bytes: writer.bytes)
    body.writeInteger(UInt8(ascii: "\n"))
    self.status = status
  }

  init(text: String, mediaType: String) {
    body = ByteBuffer(string: text)
    self.mediaType = mediaType
  }

  init(_ problem: ControlProblem) {
    self.init(.object(problem.document), status: HTTPResponse.Status(code: problem.status))
    mediaType = ControlProblem.mediaType
    if problem.kind == .wrongMethod, let allowed = problem.extensions["allow"]?.arrayValue {
      fields.append((.allow, allowed.compactMap(\.stringValue).joined(separator: ", ")))
    }
    closes = problem.kind == .bodyTooLarge || problem.kind == .overloaded
  }

  private var headerFields: HTTPFields {
    var headers: HTTPFields = [.contentType: mediaType, .contentLength: String(body.readableBytes)]
    for (name, value) in fields { headers[name] = value }
    if closes { headers[.connection] = "close" }
    return headers
  }

  var response: Response {
    Response(status: status, headers: headerFields, body: ResponseBody(byteBuffer: body))
  }

  /// The same, as the last thing on its connection.
  var closingParts: [HTTPResponsePart] {
    var last = self
    last.closes = true
    return [.head(HTTPResponse(status: status, headerFields: last.headerFields)), .body(body), .end(nil)]
  }
}
