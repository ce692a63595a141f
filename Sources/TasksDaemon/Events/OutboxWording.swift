import Logging
import TaskModel
import Tasks

/// The words for what happens between the database and the queues.
enum OutboxWording {
  static func level(of event: OutboxEvent) -> Logger.Level {
    switch event {
    case .relayed, .inboxCleaned: .debug
    case .databaseBack, .storeBack, .refusedDuplicate: .notice
    case .databaseAway, .storeAway, .setAside: .error
    }
  }

  static func text(of event: OutboxEvent) -> String {
    switch event {
    case .relayed(let count): "\(count) task\(count == 1 ? "" : "s") of committed transactions sent"
    case .refusedDuplicate(let duplicate):
      "a task of a committed transaction is not sent, since \(duplicate.holder) holds its key: \(duplicate.id)"
    case .setAside(let row, let task, let problem):
      "row \(row) of tasksd_outbox (task '\(task)') cannot be sent and is set aside: \(problem); repair it and set its problem "
        + "to NULL, or delete it"
    case .databaseAway(let error): "the database is away, retrying: \(error)"
    case .databaseBack(let downtime): "the database is back after \(TasksDaemon.text(downtime))"
    case .storeAway(let error): "tasks of committed transactions wait, since the store is away: \(error)"
    case .storeBack(let downtime): "tasks of committed transactions are sent again, after \(TasksDaemon.text(downtime))"
    case .inboxCleaned(let count): "\(count) old record\(count == 1 ? "" : "s") of tasks that were done deleted"
    }
  }

  /// For listeners on the control socket.
  static func record(_ event: OutboxEvent) -> JSONObject {
    switch event {
    case .relayed(let count): ["type": "outbox-relayed", "count": .integer(Int64(count))]
    case .refusedDuplicate(let duplicate):
      [
        "type": "outbox-duplicate", "uuid": .string(duplicate.id.rawValue),
        "holder": .string(duplicate.holder.rawValue),
      ]
    case .setAside(let row, let task, let problem):
      ["type": "outbox-set-aside", "row": .integer(row), "name": .string(task), "reason": .string(problem)]
    case .databaseAway(let error): ["type": "database-away", "reason": .string(error.description)]
    case .databaseBack(let downtime): ["type": "database-back", "downtime": .double(downtime.inSeconds)]
    case .storeAway(let error): ["type": "outbox-waits", "reason": .string(error.description)]
    case .storeBack(let downtime): ["type": "outbox-goes-on", "downtime": .double(downtime.inSeconds)]
    case .inboxCleaned(let count): ["type": "inbox-cleaned", "count": .integer(Int64(count))]
    }
  }
}
