// swift-tools-version: 6.2
import PackageDescription

// One set of rules for every module of ours: Swift 6 mode, explicit existentials, imports that stay inside the
// module unless said otherwise, and no warning left standing.
let strict: [SwiftSetting] = [
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("MemberImportVisibility"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .treatAllWarnings(as: .error),
]

// The rooms, floor by floor: arrows only go down (docs/architecture.md; held by Tests/ArchitectureTests).
let package = Package(
  name: "tasksd",
  products: [
    .executable(name: "tasksd", targets: ["tasksd"]),
    .library(name: "Tasks", targets: ["Tasks"]),
    .library(name: "TasksDaemon", targets: ["TasksDaemon"]),
    .library(name: "TasksTesting", targets: ["TasksTesting"]),
    .library(name: "PostgresDatabase", targets: ["PostgresDatabase"]),
    .library(name: "SQLiteDatabase", targets: ["SQLiteDatabase"]),
    .library(name: "TasksHummingbird", targets: ["TasksHummingbird"]),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.5.0"),
    .package(url: "https://github.com/apple/swift-collections", from: "1.1.0"),
    .package(url: "https://github.com/apple/swift-http-types", from: "1.3.0"),
    .package(url: "https://github.com/apple/swift-log", from: "1.6.0"),
    .package(url: "https://github.com/apple/swift-nio", from: "2.80.0"),
    .package(url: "https://github.com/apple/swift-nio-extras", from: "1.34.0"),
    .package(url: "https://github.com/groue/GRDB.swift", from: "7.0.0"),
    .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.20.0", traits: []),
    .package(url: "https://github.com/swift-server/async-http-client", from: "1.25.0"),
    .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.6.0"),
  ],
  targets: [
    // C
    .systemLibrary(name: "CHiredis", providers: [.apt(["libhiredis-dev"])]),
    .systemLibrary(name: "CLinux"),
    .systemLibrary(name: "CSystemd", providers: [.apt(["libsystemd-dev"])]),
    .target(name: "CSpawn"),
    .target(name: "CCompression"),
    // Only measured beside the daemon, never linked into it.
    .target(name: "CReferenceLoop", linkerSettings: [.linkedLibrary("hiredis")]),

    // 0 words
    .target(name: "TaskModel", swiftSettings: strict),

    // 1 skills
    .target(name: "Schedules", dependencies: ["TaskModel"], swiftSettings: strict),
    .target(
      name: "WorkerThreads",
      dependencies: ["CLinux", "TaskModel", .product(name: "HeapModule", package: "swift-collections")],
      swiftSettings: strict),

    .target(name: "Canvas", dependencies: ["TaskModel"], swiftSettings: strict),
    .target(name: "CeleryWire", dependencies: ["CCompression", "TaskModel"], swiftSettings: strict),

    // 2 adapters
    .target(
      name: "RedisBackend", dependencies: ["CHiredis", "Canvas", "CeleryWire", "TaskModel", "WorkerThreads"],
      swiftSettings: strict),
    .target(
      name: "SQLiteBackend",
      dependencies: [
        "Canvas", "TaskModel", "WorkerThreads",
        .product(name: "GRDB", package: "GRDB.swift"),
        .product(name: "GRDBSQLite", package: "GRDB.swift"),
      ],
      swiftSettings: strict),
    .target(
      name: "MemoryBackend",
      dependencies: ["Canvas", "TaskModel", .product(name: "DequeModule", package: "swift-collections")],
      swiftSettings: strict),
    .target(
      name: "CommandTasks",
      dependencies: ["CSpawn", "TaskModel", .product(name: "Logging", package: "swift-log")],
      swiftSettings: strict),
    .target(name: "TaskConfiguration", dependencies: ["TaskModel", "Schedules"], swiftSettings: strict),
    .target(
      name: "ControlAPI",
      dependencies: [
        "TaskModel",
        .product(name: "HummingbirdCore", package: "hummingbird"),
        .product(name: "HTTPTypes", package: "swift-http-types"),
        .product(name: "AsyncHTTPClient", package: "async-http-client"),
        .product(name: "Logging", package: "swift-log"),
        .product(name: "NIOCore", package: "swift-nio"),
        .product(name: "NIOHTTP1", package: "swift-nio"),
        .product(name: "NIOHTTPTypes", package: "swift-nio-extras"),
        .product(name: "NIOPosix", package: "swift-nio"),
        .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
      ],
      swiftSettings: strict),
    .target(
      name: "Systemd",
      dependencies: ["CSystemd", "TaskModel", .product(name: "Logging", package: "swift-log")],
      swiftSettings: strict),

    // the door
    .target(
      name: "Tasks",
      dependencies: ["Canvas", "TaskModel", "Schedules", .product(name: "Logging", package: "swift-log")],
      swiftSettings: strict),

    // beside the door
    .target(
      name: "PostgresDatabase", dependencies: ["TaskModel", "Tasks", "WorkerThreads"],
      swiftSettings: strict),
    .target(
      name: "SQLiteDatabase",
      dependencies: [
        "TaskModel", "Tasks", "WorkerThreads",
        .product(name: "GRDB", package: "GRDB.swift"),
        .product(name: "GRDBSQLite", package: "GRDB.swift"),
      ],
      swiftSettings: strict),
    .target(
      name: "TasksHummingbird",
      dependencies: [
        "TaskModel", "Tasks",
        .product(name: "Hummingbird", package: "hummingbird"),
        .product(name: "HTTPTypes", package: "swift-http-types"),
        .product(name: "Logging", package: "swift-log"),
        .product(name: "NIOCore", package: "swift-nio"),
        .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
      ],
      swiftSettings: strict),

    // 3 engines
    .target(
      name: "Worker",
      dependencies: [
        "Canvas", "TaskModel", "WorkerThreads", .product(name: "DequeModule", package: "swift-collections"),
      ],
      swiftSettings: strict),
    .target(
      name: "Beat",
      dependencies: ["TaskModel", "Schedules", .product(name: "HeapModule", package: "swift-collections")],
      swiftSettings: strict),

    // 4 house
    .target(
      name: "TasksDaemon",
      dependencies: [
        "CLinux", "TaskModel", "Schedules", "WorkerThreads", "Canvas", "CeleryWire", "SQLiteBackend", "RedisBackend",
        "MemoryBackend", "CommandTasks", "TaskConfiguration", "ControlAPI", "Systemd", "Tasks", "PostgresDatabase",
        "SQLiteDatabase", "Worker", "Beat",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
        .product(name: "Logging", package: "swift-log"),
      ],
      swiftSettings: strict),
    .executableTarget(
      name: "tasksd",
      dependencies: [
        "Tasks", "TasksDaemon",
        .product(name: "AsyncHTTPClient", package: "async-http-client"),
        .product(name: "NIOCore", package: "swift-nio"),
        .product(name: "NIOHTTP1", package: "swift-nio"),
      ],
      swiftSettings: strict),

    // measures all of it; `make bench`
    .executableTarget(
      name: "tasksd-bench",
      dependencies: [
        "CLinux", "CReferenceLoop", "TaskModel", "Schedules", "WorkerThreads", "SQLiteBackend", "RedisBackend",
        "CommandTasks", "ControlAPI", "Tasks", "Worker", "Beat", "TasksDaemon",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
        .product(name: "GRDBSQLite", package: "GRDB.swift"),
        .product(name: "Logging", package: "swift-log"),
      ],
      path: "Sources/Benchmarks", resources: [.embedInCode("Celery/bench_app.py")],
      swiftSettings: strict),

    // tests
    .target(
      name: "TasksTesting",
      dependencies: [
        "Canvas", "MemoryBackend", "SQLiteDatabase", "TaskModel", "Tasks", "Worker", "WorkerThreads",
      ],
      swiftSettings: strict),
    .target(
      name: "ProcessTesting", dependencies: ["CLinux", "WorkerThreads"], path: "Tests/ProcessTesting",
      swiftSettings: strict),
    .target(
      name: "RedisTesting", dependencies: ["ProcessTesting"], path: "Tests/RedisTesting", swiftSettings: strict),
    .target(
      name: "PostgresTesting", dependencies: ["ProcessTesting"], path: "Tests/PostgresTesting", swiftSettings: strict),
    .target(
      name: "MachineTesting", dependencies: ["ProcessTesting"], path: "Tests/MachineTesting", swiftSettings: strict),
    .testTarget(
      name: "PostgresDatabaseTests",
      dependencies: [
        "PostgresDatabase", "PostgresTesting", "ProcessTesting", "TaskModel", "Tasks", "TasksTesting", "WorkerThreads",
      ],
      swiftSettings: strict),
    .testTarget(
      name: "SQLiteDatabaseTests",
      dependencies: ["SQLiteDatabase", "TaskModel", "Tasks", "TasksTesting", "WorkerThreads"],
      swiftSettings: strict),
    .testTarget(
      name: "TasksHummingbirdTests",
      dependencies: [
        "PostgresDatabase", "PostgresTesting", "SQLiteDatabase", "TaskModel", "Tasks", "TasksHummingbird",
        "TasksTesting",
        .product(name: "HTTPTypes", package: "swift-http-types"),
        .product(name: "Hummingbird", package: "hummingbird"),
        .product(name: "HummingbirdTesting", package: "hummingbird"),
        .product(name: "Logging", package: "swift-log"),
        .product(name: "NIOCore", package: "swift-nio"),
      ],
      swiftSettings: strict),
    .testTarget(name: "CanvasTests", dependencies: ["Canvas", "TaskModel"], swiftSettings: strict),
    .testTarget(
      name: "CeleryWireTests", dependencies: ["CeleryWire", "TaskModel"], resources: [.copy("Fixtures")],
      swiftSettings: strict),
    .testTarget(
      name: "RedisBackendTests",
      dependencies: [
        "CeleryWire", "ProcessTesting", "RedisBackend", "RedisTesting", "TaskModel", "TasksTesting", "WorkerThreads",
      ],
      swiftSettings: strict),
    .testTarget(name: "TaskModelTests", dependencies: ["TaskModel"], swiftSettings: strict),
    .testTarget(name: "SchedulesTests", dependencies: ["Schedules", "TaskModel"], swiftSettings: strict),
    .testTarget(
      name: "WorkerThreadsTests", dependencies: ["CLinux", "WorkerThreads", "TaskModel"], swiftSettings: strict),
    .testTarget(
      name: "SQLiteBackendTests",
      dependencies: ["SQLiteBackend", "TaskModel", "TasksTesting", .product(name: "GRDB", package: "GRDB.swift")],
      swiftSettings: strict),
    .testTarget(
      name: "CommandTasksTests",
      dependencies: ["CommandTasks", "TaskModel", .product(name: "Logging", package: "swift-log")],
      swiftSettings: strict),
    .testTarget(
      name: "TaskConfigurationTests", dependencies: ["TaskConfiguration", "TaskModel", "Schedules"],
      swiftSettings: strict),
    .testTarget(
      name: "ControlAPITests",
      dependencies: [
        "ControlAPI", "TaskModel", .product(name: "Logging", package: "swift-log"),
        .product(name: "NIOCore", package: "swift-nio"),
      ],
      swiftSettings: strict),
    .testTarget(
      name: "SystemdTests", dependencies: ["Systemd", "TaskModel", .product(name: "Logging", package: "swift-log")],
      swiftSettings: strict),
    .testTarget(
      name: "TasksTests", dependencies: ["Canvas", "ProcessTesting", "Tasks", "TaskModel", "TasksTesting"],
      swiftSettings: strict),
    .testTarget(
      name: "WorkerTests", dependencies: ["Canvas", "Worker", "WorkerThreads", "TaskModel", "TasksTesting"],
      swiftSettings: strict),
    .testTarget(
      name: "BeatTests", dependencies: ["Beat", "Schedules", "TaskModel", "TasksTesting"], swiftSettings: strict),
    .testTarget(
      name: "TasksTestingTests",
      dependencies: ["RedisBackend", "RedisTesting", "SQLiteBackend", "TaskModel", "Tasks", "TasksTesting"],
      swiftSettings: strict),
    .testTarget(
      name: "TasksDaemonTests",
      dependencies: [
        "TasksDaemon", "TaskModel", "TaskConfiguration", "Tasks", "TasksTesting", "CeleryWire", "Schedules", "Worker",
        "Beat", "ControlAPI", "WorkerThreads", "ProcessTesting", "tasksd",
        .product(name: "GRDB", package: "GRDB.swift"),
        .product(name: "Logging", package: "swift-log"),
      ],
      swiftSettings: strict),
    // the other half of the interoperability tests: a tasksd with the twins of a Celery application's tasks
    .executableTarget(
      name: "InteropApplication", dependencies: ["Tasks", "TasksDaemon"], path: "Tests/InteropApplication",
      swiftSettings: strict),
    .testTarget(
      name: "InteropTests",
      dependencies: [
        "InteropApplication", "ProcessTesting", "RedisBackend", "RedisTesting", "TaskModel", "Tasks", "WorkerThreads",
      ],
      exclude: ["Fixtures", "Python"], swiftSettings: strict),
    // what is killed, cut off and disturbed to see that transactions hold
    .executableTarget(
      name: "ProbeApplication", dependencies: ["TaskModel", "Tasks", "TasksDaemon"], path: "Tests/ProbeApplication",
      swiftSettings: strict),
    .testTarget(
      name: "ProbeTests",
      dependencies: [
        "PostgresDatabase", "PostgresTesting", "ProbeApplication", "ProcessTesting", "RedisTesting", "SQLiteDatabase",
        "TaskModel", "Tasks", "TasksDaemon", "WorkerThreads",
      ],
      exclude: ["Python"], swiftSettings: strict),
    .testTarget(name: "SystemTests", dependencies: ["MachineTesting", "ProcessTesting"], swiftSettings: strict),
    .testTarget(name: "ArchitectureTests", swiftSettings: strict),
  ]
)
