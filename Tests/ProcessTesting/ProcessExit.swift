/// How a process ended.
package enum ProcessExit: Hashable, Sendable {
  case code(Int32)
  case signal(Int32)

  /// From waitpid(2)'s status.
  package init(status: Int32) {
    self = status & 0x7F == 0 ? .code((status >> 8) & 0xFF) : .signal(status & 0x7F)
  }
}
