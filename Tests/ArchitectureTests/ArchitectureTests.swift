import Testing

@Suite struct ArchitectureTests {
  private static let nobodys = "no room owns this module; add it to the table in Architecture.swift"

  @Test func everyImportFollowsTheFloors() throws {
    for file in try SourceFile.all() {
      let room = try #require(Architecture.room(file.room), "\(file.path) stands in a room that is not in the table")
      for (module, line) in file.imports {
        if let objection = Architecture.objection(to: module, in: room) {
          Issue.record("\(file.path):\(line): \(room.name) must not import \(module): \(objection)")
        }
      }
    }
  }

  @Test func everyFolderIsInTheTable() throws {
    let known = Set(Architecture.rooms.map(\.name)).union(Architecture.cModules)
    #expect(try Set(SourceFile.folders()) == known)
  }

  @Test func aLibraryInCHasOneOwner() {
    for module in Architecture.cModules.subtracting(["CLinux"]) {
      let owners = Architecture.rooms.filter { $0.outside.contains(module) }.map(\.name)
      #expect(owners.count == 1, "\(module) is seen by \(owners)")
    }
  }

  @Test func noFileIsLongerThanThreeHundredLines() throws {
    for file in try SourceFile.all() where file.lines.count > 300 {
      Issue.record("\(file.path) has \(file.lines.count) lines: split it along its second noun")
    }
  }

  @Test(arguments: ForbiddenText.all)
  func whatIsForbiddenStandsOnlyWhereItHasAReason(_ forbidden: ForbiddenText) throws {
    for file in try SourceFile.all() where !forbidden.allowedIn.contains(file.path) {
      for (index, line) in file.code.enumerated() where line.contains(forbidden.text) {
        Issue.record("\(file.path):\(index + 1): \(forbidden.text): \(forbidden.reason)")
      }
    }
  }

  @Test(
    arguments: [
      ("TaskModel", "Schedules", "arrows only go down"),
      ("TaskModel", "Glibc", "TaskModel is pure: values in, values out"),
      ("Schedules", "FoundationEssentials", "Schedules is pure: values in, values out"),
      ("Schedules", "WorkerThreads", "neighbours on a floor do not import each other"),
      ("SQLiteBackend", "ControlAPI", "neighbours on a floor do not import each other"),
      ("Tasks", "SQLiteBackend", "only the house knows adapters and engines; use a seam of TaskModel"),
      ("Worker", "SQLiteBackend", "only the house knows adapters and engines; use a seam of TaskModel"),
      ("Worker", "Beat", "neighbours on a floor do not import each other"),
      ("SQLiteBackend", "Worker", "arrows only go down"), ("Systemd", "TasksDaemon", "arrows only go down"),
      ("tasksd", "Worker", "the executable asks TasksDaemon"), ("TasksDaemon", "CSystemd", "it belongs to Systemd"),
      ("TasksDaemon", "GRDB", "it belongs to SQLiteBackend, SQLiteDatabase"), ("WorkerThreads", "Logging", nobodys),
      ("ControlAPI", "Foundation", nobodys),
    ] as [(String, String, String)])
  func anArrowThatMustNotBeIsSeen(_ importer: String, _ module: String, _ objection: String) throws {
    let room = try #require(Architecture.room(importer))
    #expect(Architecture.objection(to: module, in: room) == objection)
  }

  @Test(arguments: [
    ("TasksDaemon", "SQLiteBackend"), ("TasksDaemon", "Worker"), ("TasksDaemon", "Tasks"), ("tasksd", "TasksDaemon"),
    ("tasksd", "Tasks"), ("TasksTesting", "Worker"), ("Worker", "WorkerThreads"), ("Beat", "Schedules"),
    ("Tasks", "TaskModel"), ("Tasks", "Logging"), ("Systemd", "CSystemd"), ("Worker", "Synchronization"),
  ])
  func anArrowDownIsAllowed(_ importer: String, _ module: String) throws {
    let room = try #require(Architecture.room(importer))
    #expect(Architecture.objection(to: module, in: room) == nil)
  }

  @Test(
    arguments: [
      ("import TaskModel", "TaskModel"), ("public import TaskModel", "TaskModel"), ("  import  GRDB ", "GRDB"),
      ("@_exported public import Tasks", "Tasks"), ("@testable import Worker", "Worker"),
      ("@preconcurrency package import NIOCore", "NIOCore"), ("import struct Foundation.URL", "Foundation"),
      ("internal import class Foundation.Thread", "Foundation"), ("import Glibc; import Dispatch", "Glibc"),
      ("// import Nothing", nil), ("/// import Nothing", nil), ("let important = 1", nil), ("importer()", nil),
      ("", nil), ("import", nil),
    ] as [(String, String?)])
  func anImportIsRecognised(_ line: String, _ module: String?) {
    #expect(SourceFile.importedModule(line) == module)
  }
}
