import CeleryWire
import TaskModel
import Testing

struct RedeliveryTests {
  static let files = ["queue", "workflow", "beat"].flatMap { folder in Fixtures.names(folder).map { "\(folder)/\($0)" }
  }

  @Test(arguments: files)
  func aMarkedMessageIsTheSameButForTheMarks(file: String) throws {
    let raw = try Fixtures.bytes("\(file).json")
    let marked = try #require(CeleryCodec.redelivered(raw, deliveries: 2))
    guard case .success(let before) = CeleryCodec.decode(raw, queue: "celery") else {
      #expect(file == "queue/pickle")
      return
    }
    let after = try CeleryCodec.decode(marked, queue: "celery").get()
    #expect(String(describing: after.message) == String(describing: before.message))
    #expect(after.deliveryTag == before.deliveryTag)
    #expect(after.isRedelivered)
    #expect(before.isRedelivered == (file == "workflow/reject-requeue-2"))
    #expect(after.deliveries == 2)
    let info = try JSONParser.parse(marked, options: JSONParser.Options(allowsNaN: true))["properties"]?[
      "delivery_info"]
    #expect(info?["redelivered"] == true)
  }

  @Test func onlyTheMarksAreInserted() throws {
    let raw = Array(Envelope { $0.headers = #"{"task":"t" , "id": "i", "big": 123456789012345678901.50 }"# }.text.utf8)
    let marked = try #require(CeleryCodec.redelivered(raw, deliveries: 1))
    let expected = Envelope {
      $0.headers =
        #"{"task":"t" , "id": "i", "big": 123456789012345678901.50, "redelivered": true, "tasksd_deliveries": 1 }"#
      $0.properties = $0.properties.replacing("\"celery\"}", with: "\"celery\", \"redelivered\": true}")
    }
    #expect(String(decoding: marked, as: UTF8.self) == expected.text)
  }

  @Test func marksThatAreThereAreReplaced() throws {
    let raw = Array(Envelope { $0.headers = #"{"redelivered": false, "tasksd_deliveries": 1, "x": 1}"# }.text.utf8)
    let once = try #require(CeleryCodec.redelivered(raw, deliveries: 2))
    let headers = try JSONParser.parse(once)["headers"]
    #expect(headers == ["redelivered": true, "tasksd_deliveries": 2, "x": 1])
    let twice = try #require(CeleryCodec.redelivered(once))
    #expect(twice == once)
  }

  @Test func emptyObjectsTakeTheMarks() throws {
    let raw = Array(#"{"headers": {}, "properties": {"delivery_info": { }}}"#.utf8)
    let marked = try #require(CeleryCodec.redelivered(raw, deliveries: 3))
    #expect(
      String(decoding: marked, as: UTF8.self)
        == #"{"headers": {"redelivered": true, "tasksd_deliveries": 3}, "properties": {"delivery_info": {"redelivered": true }}}"#
    )
  }

  @Test(arguments: [
    "", "[]", "{}", #"{"headers": null, "properties": {"delivery_info": {}}}"#, #"{"headers": {}, "properties": {}}"#,
    #"{"headers": {}, "properties": {"delivery_info": 5}}"#, #"{"headers": {}, "properties": {"delivery_info": {}}"#,
    #"{"headers": {}, "properties": {"delivery_info": {}}} x"#,
  ])
  func whatHasNoPlaceForMarksGetsNone(text: String) {
    #expect(CeleryCodec.redelivered(Array(text.utf8)) == nil)
  }
}
