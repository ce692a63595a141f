import Glibc

/// Which file a path leads to.
package struct FileIdentity: Equatable {
  private let device: UInt
  private let number: UInt

  /// Nil where there is no file.
  package init?(_ path: String) {
    var information = stat()
    guard stat(path, &information) == 0 else { return nil }
    (device, number) = (UInt(information.st_dev), UInt(information.st_ino))
  }
}
