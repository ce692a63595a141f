import Glibc

/// What tells one file from another of the same name, with what the socket code needs to know of it.
struct FileIdentity: Hashable {
  let device: UInt64
  let number: UInt64
  let isSocket: Bool
  let isDirectory: Bool
  let group: UInt32

  init?(path: String) {
    var status = stat()
    guard lstat(path, &status) == 0 else { return nil }
    device = UInt64(status.st_dev)
    number = UInt64(status.st_ino)
    isSocket = status.st_mode & S_IFMT == S_IFSOCK
    isDirectory = status.st_mode & S_IFMT == S_IFDIR
    group = status.st_gid
  }
}
