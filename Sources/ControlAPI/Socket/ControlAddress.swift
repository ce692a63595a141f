/// Where the control socket is served.
public enum ControlAddress: Sendable, Hashable {
  /// A socket file that the server makes and removes. `mode` are its permission bits, such as 0o660; `group` its group,
  /// the process's own for nil.
  case path(String, mode: UInt32, group: String?)
  /// A listening unix socket that somebody else made, such as systemd (socket activation): served, not removed.
  case descriptor(Int32)

  /// The most bytes that the path of a unix socket has (unix(7): 108 with the closing zero).
  public static let longestPath = 107
}
