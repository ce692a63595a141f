import CSpawn
import Glibc

/// A pipe, both ends closed at exec; the end for reading does not block.
struct Pipe: ~Copyable {
  let reading: Descriptor
  let writing: Descriptor

  init() throws(CommandProblem) {
    var ends: [CInt] = [-1, -1]
    let result = cspawn_pipe(&ends)
    let error = errno
    reading = Descriptor(ends[0])
    writing = Descriptor(ends[1])
    guard result >= 0 else { throw .system("no pipe for the command", error) }
  }
}
