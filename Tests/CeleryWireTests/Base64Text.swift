import Foundation

enum Base64Text {
  static func decode(_ text: [UInt8]) -> [UInt8] {
    Array(Data(base64Encoded: Data(text), options: .ignoreUnknownCharacters) ?? Data())
  }
}
