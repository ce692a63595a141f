import Testing

@testable import Tasks

@Suite("Swift's and Python's spelling")
struct SnakeCaseTests {
  static let pairs = [
    ("deliveryID", "delivery_id"), ("siteURLPath", "site_url_path"), ("URLPath", "url_path"), ("to", "to"),
    ("userID2", "user_id2"), ("a1B", "a1_b"), ("already_snake", "already_snake"), ("a_B", "a_b"), ("", ""), ("X", "x"),
    ("größeXY", "größe_xy"),
  ]

  @Test(arguments: pairs) func namesAreTranslated(_ swift: String, _ python: String) {
    #expect(SnakeCase.text(of: swift) == python)
    #expect(SnakeCase.matches(python, swift) == (swift != python))
    #expect(!SnakeCase.matches(python + "x", swift))
    #expect(!SnakeCase.matches(swift, swift))
  }

  @Test func theNearestNameIsFoundOrNone() {
    #expect(NearestName.of("delivry_id", among: ["to", "delivery_id"]) == "delivery_id")
    #expect(NearestName.of("delivery_id", among: ["to", "text"]) == nil)
    #expect(NearestName.of("t", among: []) == nil)
    #expect(NearestName.distance("kitten", "sitting") == 3)
  }
}
