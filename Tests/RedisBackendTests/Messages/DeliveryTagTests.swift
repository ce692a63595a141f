import TaskModel
import Testing

@testable import RedisBackend

struct DeliveryTagTests {
  @Test func tellsItsMomentToTheMicrosecond() {
    var generator = SeededGenerator(seed: 3)
    for _ in 0..<2000 {
      let moment = Timestamp(microseconds: Int64.random(in: 0..<8_000_000_000_000_000, using: &generator))
      #expect(DeliveryTag.moment(of: DeliveryTag.make(at: moment)) == moment)
    }
  }

  @Test(arguments: ["", "9a0240b4-f1bf-4885-a5e4-da217042395a", "zzzzzzzz-zzzz-7zzz-zzzz-zzzzzzzzzzzz", "7", "ü"])
  func othersTellNothing(_ tag: String) { #expect(DeliveryTag.moment(of: tag) == nil) }
}
