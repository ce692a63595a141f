import CeleryWire
import TaskModel

/// The messages that a search has met, each once.
struct FoundMessages {
  private let search: MessageSearch
  private var seen: Set<[UInt8]> = []
  private var messages: [TaskID: [LocatedMessage]] = [:]

  init(_ search: MessageSearch) { self.search = search }

  /// - Parameter tag: under which it is held; those of a tag are one message.
  mutating func add(_ envelope: [UInt8], _ queue: QueueName, _ place: LocatedMessage.Place, tag: String? = nil) {
    guard let message = try? CeleryCodec.decode(envelope, queue: queue).get().message, search.ids.contains(message.id),
      seen.insert(tag.map { Array($0.utf8) } ?? envelope).inserted
    else { return }
    let holder = tag.flatMap { HeldTag($0) }?.node.split(separator: "#").dropLast().joined(separator: "#")
    messages[message.id, default: []].append(LocatedMessage(message: message, place: place, node: holder))
  }

  mutating func take(_ id: TaskID) -> [LocatedMessage] { messages.removeValue(forKey: id) ?? [] }
}
