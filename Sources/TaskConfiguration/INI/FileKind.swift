/// What stands at a path.
package enum FileKind: Hashable, Sendable {
  case missing
  case directory
  case file(isExecutable: Bool)
  /// It cannot be looked at, for lack of permission on the way.
  case inaccessible
}
