// swift-tools-version: 6.2
import PackageDescription

let package = Package(
  name: "shop",
  dependencies: [
    // In a project of your own: .package(url: "…/tasksd", from: "…")
    .package(name: "tasksd", path: "../../.."),
    .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.20.0", traits: []),
    .package(url: "https://github.com/swift-server/async-http-client", from: "1.25.0"),
  ],
  targets: [
    // What both programs know: the tables, the tasks, the pages.
    .target(
      name: "ShopCore",
      dependencies: [
        .product(name: "Tasks", package: "tasksd"),
        .product(name: "TasksHummingbird", package: "tasksd"),
        .product(name: "Hummingbird", package: "hummingbird"),
        .product(name: "AsyncHTTPClient", package: "async-http-client"),
      ]),
    // The program that runs the tasks.
    .executableTarget(
      name: "ShopDaemon", dependencies: ["ShopCore", .product(name: "TasksDaemon", package: "tasksd")]),
    // The program that answers the browsers.
    .executableTarget(
      name: "ShopWeb",
      dependencies: [
        "ShopCore",
        .product(name: "TasksDaemon", package: "tasksd"),
        .product(name: "TasksHummingbird", package: "tasksd"),
        .product(name: "Hummingbird", package: "hummingbird"),
      ]),
    .testTarget(
      name: "ShopTests",
      dependencies: [
        "ShopCore",
        .product(name: "Tasks", package: "tasksd"),
        .product(name: "TasksTesting", package: "tasksd"),
        .product(name: "Hummingbird", package: "hummingbird"),
        .product(name: "HummingbirdTesting", package: "hummingbird"),
      ]),
  ]
)
