import TaskModel
import WorkerThreads

/// Where a node runs: so much of it that no two living nodes have the same one, since each holds the lock of its state
/// directory.
struct NodeHome {
  /// For people: `web1:/var/lib/tasksd`.
  let place: String
  /// For comparing. Containers may have host name and path in common, copies of a machine the directory's number.
  let record: String

  init(stateDirectory: String, host: String = hostName()) {
    place = "\(host):\(stateDirectory)"
    let machine = (try? DiskFiles().bytes(of: "/etc/machine-id")).map { String(decoding: $0.prefix(32), as: UTF8.self) }
    let directory = FileIdentity(stateDirectory).map { "\($0)" } ?? ""
    record = "\(place) (\(machine ?? "") \(directory))"
  }

  /// What a record says to people.
  static func place(ofRecord record: String) -> String {
    guard let end = record.firstRange(of: " (") else { return record.isEmpty ? "an unknown place" : record }
    return String(record[..<end.lowerBound])
  }
}
