/// The table of docs/architecture.md. A new room is one line here.
enum Architecture {
  static let rooms = [
    Room("TaskModel", .words, isPure: true),

    Room("Schedules", .skills, isPure: true),
    Room("Canvas", .skills, isPure: true),
    Room("CeleryWire", .skills, outside: ["CCompression"]),
    Room("WorkerThreads", .skills, outside: ["CLinux", "HeapModule"]),

    Room("MemoryBackend", .adapters, outside: ["DequeModule"]),
    Room("SQLiteBackend", .adapters, outside: ["GRDB", "GRDBSQLite"]),
    Room("RedisBackend", .adapters, outside: ["CHiredis"]),
    Room("CommandTasks", .adapters, outside: ["CSpawn"]),
    Room("TaskConfiguration", .adapters),
    Room(
      "ControlAPI", .adapters,
      outside: nio.union(["AsyncHTTPClient", "HTTPTypes", "HummingbirdCore", "ServiceLifecycle"])),
    Room("Systemd", .adapters, outside: ["CSystemd"]),

    Room("Tasks", .door),

    Room("PostgresDatabase", .annexes),
    Room("SQLiteDatabase", .annexes, outside: ["GRDB", "GRDBSQLite"]),
    Room("TasksHummingbird", .annexes, outside: ["Hummingbird", "HTTPTypes", "NIOCore", "ServiceLifecycle"]),

    Room("Worker", .engines, outside: ["DequeModule"]),
    Room("Beat", .engines, outside: ["HeapModule"]),

    Room("TasksDaemon", .house, outside: ["ArgumentParser", "CLinux", "ServiceLifecycle"]),
    Room("TasksTesting", .house),
    Room("tasksd", .entrance, outside: ["AsyncHTTPClient", "NIOCore", "NIOHTTP1"]),
    Room("Benchmarks", .workshop, outside: ["ArgumentParser", "CLinux", "CReferenceLoop", "GRDBSQLite"]),
  ]

  /// Modules without Swift: header maps and a few lines of C.
  static let cModules: Set<String> = [
    "CCompression", "CHiredis", "CLinux", "CReferenceLoop", "CSpawn", "CSystemd",
  ]

  /// What every room but the pure ones may use. Not `Foundation`: it costs start-up time and memory.
  static let toolchain: Set<String> = ["FoundationEssentials", "Glibc", "Synchronization"]

  private static let nio: Set<String> = ["NIOCore", "NIOHTTP1", "NIOHTTPTypes", "NIOPosix"]

  static func room(_ name: String) -> Room? { rooms.first { $0.name == name } }

  /// Why `importer` must not import `module`; nil when it may.
  static func objection(to module: String, in importer: Room) -> String? {
    guard let imported = room(module) else { return objection(toOutside: module, in: importer) }
    if imported.floor == importer.floor { return "neighbours on a floor do not import each other" }
    if imported.floor > importer.floor { return "arrows only go down" }
    if imported.floor.isKnownOnlyToTheHouse && importer.floor < .house {
      return "only the house knows adapters and engines; use a seam of TaskModel"
    }
    if imported.floor.isKnownOnlyToTheHouse && importer.floor == .entrance {
      return "the executable asks TasksDaemon"
    }
    return nil
  }

  private static func objection(toOutside module: String, in importer: Room) -> String? {
    if importer.outside.contains(module) { return nil }
    if !importer.isPure && toolchain.contains(module) { return nil }
    if module == "Logging" && importer.floor >= .adapters { return nil }
    if importer.isPure { return "\(importer.name) is pure: values in, values out" }
    let owners = rooms.filter { $0.outside.contains(module) }.map(\.name)
    return owners.isEmpty
      ? "no room owns this module; add it to the table in Architecture.swift"
      : "it belongs to \(owners.joined(separator: ", "))"
  }
}
