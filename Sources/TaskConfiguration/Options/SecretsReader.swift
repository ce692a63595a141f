/// Reads `secrets_file`: an INI file whose keys are secrets.
struct SecretsReader {
  let files: any FileSource

  func read(_ path: String, saidAt origin: Origin, _ problems: inout [Problem]) -> [String: String] {
    let bytes: [UInt8]
    do throws(FileReadError) {
      bytes = try files.bytes(of: path)
    } catch {
      problems.append(Problem(at: origin, "secrets_file: \(path): \(error)"))
      return [:]
    }
    let (document, found) = INIParser.parse(bytes, file: path, directory: FilePath.directory(of: path))
    // What the parser quotes may be a secret.
    problems += found.map { Problem(file: $0.file, line: $0.line, "this line of the secrets is not well-formed INI") }
    var secrets: [String: String] = [:]
    for section in document.sections {
      for entry in section.entries {
        secrets[section.name == "secrets" ? entry.normalizedKey : "\(section.name).\(entry.normalizedKey)"] =
          entry.value
      }
    }
    return secrets
  }
}
