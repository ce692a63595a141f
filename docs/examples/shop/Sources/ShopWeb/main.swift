import Foundation
import Hummingbird
import ShopCore
import TasksDaemon
import TasksHummingbird

/// Answers on port 8080, by the daemon's own configuration, until it is told to stop.
func serve(_ file: String) async throws {
  let client = try await TaskClient.open(Shop.self, configuration: file)
  guard let siteURL = client.siteURL else { throw NoSite() }
  let site = WebSite(name: client.settings.string("shop.name", default: "The Shop"), base: siteURL)
  let pages = ShopPages(database: try client.database.database, site: site)
  let application = Application(
    router: pages.router,
    configuration: ApplicationConfiguration(address: .hostname("127.0.0.1", port: 8080)),
    services: client.relay.map { [OutboxRelayService($0)] } ?? [])
  try await application.runService()
  await client.close()
}

struct NoSite: Error, CustomStringConvertible {
  let description = "site_url is missing, such as site_url = http://localhost:8080"
}

// ShopWeb [FILE]
let file = CommandLine.arguments.dropFirst().first ?? "shop.ini"
do {
  try await serve(file)
} catch {
  print("ShopWeb: \(file): \(error)")
  exit(1)
}
