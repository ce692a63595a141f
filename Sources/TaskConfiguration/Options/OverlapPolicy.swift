/// Whether a tick is sent while the task of the last one is not finished.
package enum OverlapPolicy: String, Hashable, Sendable, CaseIterable {
  case allow, skip
}
