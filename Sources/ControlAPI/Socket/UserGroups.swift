import Glibc

/// Names and numbers of user groups.
enum UserGroups {
  static func number(of name: String) -> UInt32? {
    lookUp { entry, buffer, size, found in getgrnam_r(name, entry, buffer, size, found) }.map(\.number)
  }

  static func name(of number: UInt32) -> String? {
    lookUp { entry, buffer, size, found in getgrgid_r(number, entry, buffer, size, found) }?.name
  }

  private typealias LookUp = (
    UnsafeMutablePointer<group>, UnsafeMutablePointer<CChar>, Int, UnsafeMutablePointer<UnsafeMutablePointer<group>?>
  ) -> Int32

  /// Large groups need large buffers: doubled until it fits.
  private static func lookUp(_ function: LookUp) -> (name: String, number: UInt32)? {
    var size = 1024
    while size <= 1 << 20 {
      var entry = group()
      var found: UnsafeMutablePointer<group>?
      let buffer = UnsafeMutablePointer<CChar>.allocate(capacity: size)
      defer { buffer.deallocate() }
      let code = function(&entry, buffer, size, &found)
      if code == 0, let found, let name = found.pointee.gr_name {
        return (String(cString: name), found.pointee.gr_gid)
      }
      guard code == ERANGE else { return nil }
      size *= 2
    }
    return nil
  }
}
