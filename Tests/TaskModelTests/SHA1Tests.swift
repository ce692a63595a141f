import Testing

@testable import TaskModel

struct SHA1Tests {
  /// FIPS 180-4's examples, and sha1sum(1).
  @Test(arguments: [
    ("", "da39a3ee5e6b4b0d3255bfef95601890afd80709"),
    ("abc", "a9993e364706816aba3e25717850c26c9cd0d89d"),
    ("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq", "84983e441c3bd26ebaae4aa1f95129e5e54670f1"),
    (String(repeating: "a", count: 1_000), "291e9a6c66994949b57ba5e650361e98fc36b1ba"),
  ])
  func theDigestIsThatOfTheStandard(text: String, digest: String) {
    #expect(SHA1.hexadecimal(of: Array(text.utf8)) == digest)
  }
}
