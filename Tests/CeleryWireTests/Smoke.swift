import CeleryWire
import TaskModel
import Testing

@Test func smoke() throws {
  let m = TaskMessage(
    id: "abc", task: "demo.add", arguments: TaskArguments([1, "żó'x"], keywords: ["a": nil]),
    eta: Timestamp(seconds: 1.5))
  let bytes = CeleryCodec.encode(m, deliveryTag: "tag")
  print(String(decoding: bytes, as: UTF8.self))
  let back = try CeleryCodec.decode(bytes, queue: "celery").get()
  print(back)
}
