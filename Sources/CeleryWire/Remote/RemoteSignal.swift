/// What a listener on the control exchange hears.
package enum RemoteSignal: Sendable, Hashable {
  /// Listening from here on, for the first time or again after the connection was lost.
  case connected
  /// A broadcast as it came.
  case request([UInt8])
}
