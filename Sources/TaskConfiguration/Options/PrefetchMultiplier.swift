/// How many messages are taken for each free slot at once.
package enum PrefetchMultiplier: Hashable, Sendable {
  case automatic
  case times(Int)
}
