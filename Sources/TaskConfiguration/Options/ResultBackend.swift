/// Where results are kept.
package enum ResultBackend: Hashable, Sendable {
  /// Where the queues are.
  case broker
  /// Nowhere.
  case disabled
  case address(BrokerAddress)
}
