import Glibc

/// Reads several pipes until the end is told. A grandchild that holds one of them open does not matter.
struct PipeReader {
  let pipes: [(pipe: Pipe, lines: OutputLines)]
  let end: Pipe

  func run() {
    for (pipe, _) in pipes { _ = fcntl(pipe.reading, F_SETFL, O_NONBLOCK) }
    var polled = (pipes.map(\.pipe) + [end]).map { pollfd(fd: $0.reading, events: Int16(POLLIN), revents: 0) }
    while true {
      if poll(&polled, nfds_t(polled.count), -1) < 0 && errno != EINTR { return }
      let hasEnded = polled[pipes.count].revents != 0
      for (index, (pipe, lines)) in pipes.enumerated() where !drain(pipe, into: lines) { polled[index].fd = -1 }
      if hasEnded { return }
    }
  }

  /// False at the end of the pipe.
  private func drain(_ pipe: Pipe, into lines: OutputLines) -> Bool {
    var buffer = [UInt8](repeating: 0, count: 65_536)
    while true {
      let count = read(pipe.reading, &buffer, buffer.count)
      if count == 0 { return false }
      if count < 0 { return errno == EAGAIN || errno == EINTR }
      lines.append(buffer[..<count])
    }
  }
}
