/// One life of one daemon: its node name, such as `celery@web1`, and a number that is new at every start.
///
/// What a node holds belongs to its incarnation. A later incarnation of the same name knows that the earlier ones are
/// dead and takes back at once what they held; those of other names are taken for dead when their lease ran out.
public struct NodeIdentity: Hashable, Sendable, CustomStringConvertible {
  public let name: String
  public let incarnation: String

  public init(name: String, incarnation: String) {
    self.name = name
    self.incarnation = incarnation
  }

  public var description: String { "\(name)#\(incarnation)" }
}
