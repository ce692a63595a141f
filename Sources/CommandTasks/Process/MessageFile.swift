import CSpawn
import Glibc

/// The stdin of a command: a sealed file in memory that holds the message.
///
/// Unlike a pipe it needs nobody to write while the command runs, ends by itself, cannot break when the command does not
/// read it, and can be read again through `/dev/stdin`.
enum MessageFile {
  static func make(_ bytes: [UInt8]) throws(CommandProblem) -> Descriptor {
    let file = cspawn_message_file(bytes, bytes.count)
    guard file >= 0 else { throw .system("no file in memory for the command's stdin", errno) }
    return Descriptor(file)
  }
}
