import TaskModel

/// What a run of a command means for its task. Pure.
///
/// | the command | the task |
/// |---|---|
/// | exit code 0 | succeeds with the result its mode says |
/// | exit code 75 (EX_TEMPFAIL, sysexits.h) | asks to be tried again |
/// | any other exit code, or a signal | fails: `CommandFailed` |
/// | stopped at the time limit | fails: `TimeLimitExceeded` |
/// | stopped because it was told to | fails: `CommandStopped`, whatever its exit code, for it may be half done |
/// | stdout is no JSON, or is too large | fails: `InvalidResult` |
struct CommandVerdict {
  let mode: CommandResultMode
  let hardLimit: Duration?

  func value(_ report: RunReport) throws -> JSONValue {
    let details = report.lastLines.isEmpty ? nil : report.lastLines.joined(separator: "\n")
    switch report.stopReason {
    case .timeLimit:
      let limit = hardLimit.map { " of \($0.inSeconds) s" } ?? ""
      throw TaskFailure(
        type: "TimeLimitExceeded", message: "stopped at the time limit\(limit) (\(report.status))", details: details)
    case .told:
      let message = "stopped after \(seconds(report.duration)) s (\(report.status))"
      throw TaskFailure(type: "CommandStopped", message: message, details: details)
    case nil: break
    }
    if report.status == .temporaryFailure {
      let reason = report.lastLines.last.map { ": \($0)" } ?? ""
      throw RetryRequest(reason: "exit code 75 (try again later)\(reason)")
    }
    guard report.status == .exited(0) else {
      throw TaskFailure(type: "CommandFailed", message: failure(report), details: details)
    }
    return try result(report, details)
  }

  private func failure(_ report: RunReport) -> String {
    let last = report.lastLines.last { !$0.allSatisfy(\.isWhitespace) }
    return "\(report.status)\(last.map { ": \($0)" } ?? "")"
  }

  private func result(_ report: RunReport, _ details: String?) throws -> JSONValue {
    switch mode {
    case .status:
      return [
        "exit_code": 0, "duration": .double(seconds(report.duration)),
        "lines": .array(report.lastLines.map(JSONValue.string)),
      ]
    case .text:
      var bytes = try captured(report, details)[...]
      if bytes.last == 0x0A { bytes.removeLast() }
      if bytes.last == 0x0D { bytes.removeLast() }
      return .string(String(decoding: bytes, as: UTF8.self))
    case .json:
      do {
        return try JSONParser.parse(try captured(report, details))
      } catch let error as JSONError {
        throw TaskFailure(type: "InvalidResult", message: "stdout is not JSON: \(error)", details: details)
      }
    }
  }

  private func captured(_ report: RunReport, _ details: String?) throws -> [UInt8] {
    guard !report.captured.isTooLarge else {
      throw TaskFailure(
        type: "InvalidResult",
        message:
          "stdout is larger than the \(CapturedOutput.limit) bytes a result may have; write it to a file instead",
        details: details)
    }
    return report.captured.bytes
  }

  /// Cut to microseconds.
  private func seconds(_ duration: Duration) -> Double { duration.inSeconds }
}
