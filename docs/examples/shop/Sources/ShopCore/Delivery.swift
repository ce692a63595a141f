import Foundation
import Tasks

/// What a customer ordered, on its way to him.
struct Delivery: Sendable {
  let id: Int
  let item: String
  let phone: String
  /// Names its review page: nobody can guess those of others.
  let slug: String
  let wasAsked: Bool

  /// Nil where there is none, or none any more.
  static func find(_ id: Int, in transaction: any DatabaseTransaction) async throws -> Delivery? {
    try await transaction.first("SELECT * FROM delivery WHERE id = \(id)").map(Delivery.init)
  }

  static func find(slug: String, in transaction: any DatabaseTransaction) async throws -> Delivery? {
    try await transaction.first("SELECT * FROM delivery WHERE slug = \(slug)").map(Delivery.init)
  }

  /// Returns the new one's id.
  static func order(_ item: String, phone: String, in transaction: any DatabaseTransaction) async throws -> Int {
    let slug = UUID().uuidString.lowercased()
    let row = try await transaction.first(
      "INSERT INTO delivery (item, phone, slug) VALUES (\(item), \(phone), \(slug)) RETURNING id")
    guard let row else { throw DeliveryError.notInserted }
    return try row.get("id")
  }

  private init(_ row: SQLRow) throws {
    id = try row.get("id")
    item = try row.get("item")
    phone = try row.get("phone")
    slug = try row.get("slug")
    wasAsked = try row.get("was_asked")
  }
}

enum DeliveryError: Error { case notInserted }
