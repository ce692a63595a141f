/// What is subscribed to.
enum Subscription: Sendable, Hashable {
  case channel(String)
  case pattern(String)

  var name: String {
    switch self {
    case .channel(let name), .pattern(let name): name
    }
  }

  var subscribe: RedisCommand {
    switch self {
    case .channel(let name): RedisCommand("SUBSCRIBE", name)
    case .pattern(let name): RedisCommand("PSUBSCRIBE", name)
    }
  }

  var unsubscribe: RedisCommand {
    switch self {
    case .channel(let name): RedisCommand("UNSUBSCRIBE", name)
    case .pattern(let name): RedisCommand("PUNSUBSCRIBE", name)
    }
  }
}
