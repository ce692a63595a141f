/// The headers of the task message protocol 2 that have a meaning here; in protocol 1 they are members of the body.
enum HeaderName {
  case lang, task, id, shadow, eta, expires, group, groupIndex, retries, timelimit, rootID, parentID
  case argsrepr, kwargsrepr, origin, ignoreResult, replacedTaskNesting, stampedHeaders, stamps, compression, redelivered
  /// Ours: how often tasksd nodes handed the message out.
  case deliveries
  /// Ours: when it was first sent, in microseconds since 1970.
  case sentAt

  init?(_ name: UnsafeBufferPointer<UInt8>) {
    switch name.count {
    case 2 where name.reads("id"): self = .id
    case 3 where name.reads("eta"): self = .eta
    case 4 where name.reads("task"): self = .task
    case 4 where name.reads("lang"): self = .lang
    case 5 where name.reads("group"): self = .group
    case 6 where name.reads("shadow"): self = .shadow
    case 6 where name.reads("origin"): self = .origin
    case 6 where name.reads("stamps"): self = .stamps
    case 7 where name.reads("expires"): self = .expires
    case 7 where name.reads("retries"): self = .retries
    case 7 where name.reads("root_id"): self = .rootID
    case 8 where name.reads("argsrepr"): self = .argsrepr
    case 9 where name.reads("timelimit"): self = .timelimit
    case 9 where name.reads("parent_id"): self = .parentID
    case 10 where name.reads("kwargsrepr"): self = .kwargsrepr
    case 11 where name.reads("group_index"): self = .groupIndex
    case 11 where name.reads("redelivered"): self = .redelivered
    case 11 where name.reads("compression"): self = .compression
    case 13 where name.reads("ignore_result"): self = .ignoreResult
    case 14 where name.reads("tasksd_sent_at"): self = .sentAt
    case 15 where name.reads("stamped_headers"): self = .stampedHeaders
    case 17 where name.reads("tasksd_deliveries"): self = .deliveries
    case 21 where name.reads("replaced_task_nesting"): self = .replacedTaskNesting
    default: return nil
    }
  }

  init?(_ name: String) {
    var name = name
    guard let found = name.withUTF8({ HeaderName($0) }) else { return nil }
    self = found
  }
}
