// swift-tools-version: 6.2
import PackageDescription

let package = Package(
  name: "conversion-rates",
  dependencies: [
    // In a project of your own: .package(url: "…/tasksd", from: "…")
    .package(name: "tasksd", path: "../../..")
  ],
  targets: [
    .executableTarget(
      name: "ConversionRates",
      dependencies: [
        .product(name: "Tasks", package: "tasksd"),
        .product(name: "TasksDaemon", package: "tasksd"),
      ])
  ]
)
