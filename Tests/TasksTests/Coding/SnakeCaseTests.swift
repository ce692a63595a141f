import TaskModel
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
    #expect(nearestName(to: "delivry_id", among: ["to", "delivery_id"]) == "delivery_id")
    #expect(nearestName(to: "delivery_id", among: ["to", "text"]) == nil)
    #expect(nearestName(to: "t", among: []) == nil)
    #expect(editDistance(Array("kitten"), Array("sitting")) == 3)
  }
}
