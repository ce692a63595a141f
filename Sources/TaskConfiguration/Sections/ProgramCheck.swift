/// Looks whether the program of a command can be started: there, a file, executable.
struct ProgramCheck {
  let files: any FileSource
  /// The value of PATH, by which a bare name is found.
  let searchPath: String

  static let standardSearchPath = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"

  func problem(of program: String) -> ValueError? {
    guard program.utf8.contains(UInt8(ascii: "/")) else { return problemOnSearchPath(program) }
    switch files.kind(of: FilePath.absolute(program, in: files.currentDirectory)) {
    case .file(isExecutable: true): return nil
    case .file(isExecutable: false):
      return ValueError("\(program) is not executable", hint: "chmod +x \(program)")
    case .directory: return ValueError("\(program) is a directory", hint: "name a program in it")
    case .missing: return ValueError("\(program) does not exist", hint: "install it, or correct the path")
    case .inaccessible: return ValueError("\(program) cannot be looked at", hint: "check the permissions on the way")
    }
  }

  private func problemOnSearchPath(_ program: String) -> ValueError? {
    let directories = searchPath.split(separator: ":").map(String.init)
    var unusable: ValueError?
    for directory in directories {
      let path = FilePath.absolute(program, in: FilePath.absolute(directory, in: files.currentDirectory))
      switch files.kind(of: path) {
      case .file(isExecutable: true): return nil
      case .file(isExecutable: false):
        unusable = unusable ?? ValueError("\(path) is not executable", hint: "chmod +x \(path)")
      case .directory, .missing, .inaccessible: break
      }
    }
    return unusable
      ?? ValueError(
        "there is no program \(program) in \(directories.joined(separator: ":"))",
        hint: "install it, or write its whole path")
  }
}
