public import Hummingbird

/// Which responses take back what their request did and sent. An error that is thrown always does.
public struct RollbackRule: Sendable {
  private let isVeto: @Sendable (Response) -> Bool

  private init(_ isVeto: @escaping @Sendable (Response) -> Bool) { self.isVeto = isVeto }

  /// None: a 404 that a handler returns commits, as in pyramid_tm without a commit veto.
  public static let never = RollbackRule { _ in false }

  /// Those that say that something went wrong: 400 to 599.
  public static let errorStatus = RollbackRule { $0.status.code >= 400 }

  /// Those for which `isVeto` is true. It sees the response before its body is written.
  public static func when(_ isVeto: @escaping @Sendable (Response) -> Bool) -> RollbackRule { RollbackRule(isVeto) }

  func rollsBack(_ response: Response) -> Bool { isVeto(response) }
}
