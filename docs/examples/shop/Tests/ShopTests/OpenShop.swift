import Foundation
import Hummingbird
import HummingbirdTesting
import ShopCore
import Tasks
import TasksTesting
import Testing

/// The shop, open for one test: its pages over real HTTP, its tasks run by hand, on a gateway that really answers.
struct OpenShop: Sendable {
  let browser: any TestClientProtocol
  let tasks: TestedTasks
  let gateway: StubGateway

  /// - Parameter answers: the gateway's first answers.
  static func open(
    gateway answers: [HTTPResponse.Status] = [], _ body: @escaping @Sendable (OpenShop) async throws -> Void
  ) async throws {
    try await StubGateway.serve(answers) { gateway, url in
      let settings = ["shop.name": "Tea & Co", "sms.gateway": url]
      try await withTasks(Shop.self, settings: settings, siteURL: "https://example.test") { tasks in
        let base = try #require(URL(string: "https://example.test"))
        let site = WebSite(name: "Tea & Co", base: base)
        let pages = ShopPages(database: tasks.database.database, site: site)
        try await Application(router: pages.router).test(.ahc()) { browser in
          try await body(OpenShop(browser: browser, tasks: tasks, gateway: gateway))
        }
      }
    }
  }

  func post(_ path: String, _ body: String = "") async throws -> TestResponse {
    try await browser.execute(uri: path, method: .post, body: ByteBuffer(string: body))
  }

  func text(_ path: String) async throws -> String {
    try await browser.execute(uri: path, method: .get) { String(buffer: $0.body) }
  }

  /// Orders tea and has it delivered.
  func deliverTea() async throws {
    _ = try await post("/orders", #"{"item": "tea", "phone": "+4712345678"}"#)
    _ = try await post("/orders/1/delivered")
  }

  /// How many tasks wait for their time.
  var deferred: Int {
    get async throws { try await tasks.store.queueStatistics(of: ["celery"]).map(\.deferred).reduce(0, +) }
  }
}
