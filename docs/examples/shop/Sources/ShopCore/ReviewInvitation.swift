import Foundation
import Tasks

/// What texts need to know of the place they are written for: both a task's request and a web request can tell.
protocol Site {
  var siteName: String { get }
  func url(_ path: String) throws -> URL
}

extension TaskRequest: Site {
  var siteName: String { settings.string("shop.name", default: "The Shop") }
}

/// What a customer is asked; the same text in the SMS and on the page that shows it beforehand.
struct ReviewInvitation {
  private let delivery: Delivery

  init(_ delivery: Delivery) { self.delivery = delivery }

  func text(on site: some Site) throws -> String {
    "\(site.siteName): how was your \(delivery.item)? \(try site.url("review/\(delivery.slug)").absoluteString)"
  }
}
