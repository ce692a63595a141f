/// The text of an option, with the directory its relative paths begin in.
struct OptionText {
  let text: String
  let directory: String

  var path: String { FilePath.absolute(text, in: directory) }
}
