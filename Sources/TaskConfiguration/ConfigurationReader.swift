import Schedules
import TaskModel

/// Reads the configuration: the file, its includes, the environment, the command line. Pure but for ``FileSource``.
package struct ConfigurationReader: Sendable {
  /// Where a configuration file is looked for when none is named.
  package static let standardFiles = ["./tasksd.ini", "/etc/tasksd/tasksd.ini"]

  private let input: ConfigurationInput

  package init(_ input: ConfigurationInput) { self.input = input }

  /// - Parameter path: the file; nil for the first of ``standardFiles`` that exists, or else no file at all.
  package func read(_ path: String?) -> ConfigurationReading {
    let file =
      path
      ?? Self.standardFiles.first { name in
        input.files.kind(of: FilePath.absolute(name, in: input.currentDirectory)) != .missing
      }
    var loader = INILoader(files: input.files, environment: input.environment)
    if let file { loader.load(file) }
    var reading = ConfigurationReading(configuration: DaemonConfiguration(), problems: loader.problems)
    reading.configuration.file = file
    reading.configuration.files = loader.layers.documents.map(\.file)
    let credentials = Credentials(of: loader.layers, files: input.files, environment: input.environment)
    reading.configuration.credentialTexts = credentials.hidden
    readOptions(loader.layers, credentials, &reading)
    readSettings(loader.layers, &reading)
    readSections(loader.layers, credentials, &reading)
    let hidden = reading.configuration.hiddenTexts
    reading.problems = reading.problems.map { $0.hiding(hidden) }.sorted(byFiles: reading.configuration.files)
    return reading
  }

  private func readOptions(_ layers: INILayers, _ credentials: Credentials, _ reading: inout ConfigurationReading) {
    var reader = OptionReader(layers: layers, input: input, credentials: credentials)
    reader.read(only: "secrets_file")
    if let path = reader.options.secretsFile {
      let origin = reader.origins["secrets_file"] ?? .builtIn
      reading.configuration.secrets = SecretsReader(files: input.files).read(path, saidAt: origin, &reading.problems)
    }
    reader.readAll(secrets: reading.configuration.secrets)
    reading.problems += reader.problems
    reading.configuration.options = reader.options
    reading.configuration.origins = reader.origins
    reading.configuration.secretOptions = reader.secretOptions
    do throws(ValueError) {
      reading.configuration.zone = try ZoneCatalog(files: input.files).rules(reader.options.timeZone)
    } catch {
      let origin = reader.origins["timezone"] ?? .builtIn
      reading.problems.append(Problem(at: origin, "timezone: \(error.message)", hint: error.hint))
    }
  }

  /// [app:main] and [DEFAULT] belong to another program: what can be interpolated is, but for secrets, which every
  /// command would see, and nothing in them is an error.
  private func readSettings(_ layers: INILayers, _ reading: inout ConfigurationReading) {
    for section in ["app:main", "DEFAULT"] {
      let scope = SectionScope(layers: layers, section: section, environment: input.environment)
      for entry in layers.entries(of: section) where reading.configuration.settings[entry.key] == nil {
        reading.configuration.settings[entry.key] = (try? scope.value(of: entry)) ?? entry.value
        reading.configuration.settingOrigins[entry.key] = entry.location
      }
    }
    guard reading.configuration.options.siteURL == nil, reading.configuration.origins["site_url"] == .builtIn,
      let text = reading.configuration.settings["websauna.site_url"],
      let location = reading.configuration.settingOrigins["websauna.site_url"]
    else { return }
    do throws(ValueError) {
      reading.configuration.options.siteURL = try SiteURL.read(text)
      reading.configuration.origins["site_url"] = .file(location)
    } catch {
      let message = "websauna.site_url: \(error.message); tasks cannot make URLs"
      reading.problems.append(Problem(as: .notice, at: location, message, hint: error.hint))
    }
  }

  private func readSections(_ layers: INILayers, _ credentials: Credentials, _ reading: inout ConfigurationReading) {
    var entries = ScheduledSectionReader(
      defaults: reading.configuration.options, defaultZone: reading.configuration.zone,
      zones: ZoneCache(ZoneCatalog(files: input.files)))
    for section in layers.sectionNames {
      let kind = SectionKind(section)
      var reader = SectionReader(
        section: section, layers: layers, environment: input.environment, credentials: credentials,
        secrets: reading.configuration.secrets)
      switch kind {
      case .scheduled(name: ""), .route(name: ""), .command(name: ""):
        reader.report("section [\(section)] has no name", hint: "write [\(section)NAME]")
      case .scheduled(let name):
        let (entry, reference) = entries.read(name: name, from: &reader)
        if let entry { reading.configuration.entries.append(entry) }
        if let reference { reading.configuration.references.append(reference) }
      case .route(let name):
        if let route = RouteSectionReader.read(name: name, from: &reader) { reading.configuration.routes.append(route) }
      case .command(let name):
        reading.configuration.declaredCommands[TaskName(name)] = reader.location
        if let command = commands(reading).read(name: name, from: &reader) {
          reading.configuration.commands.append(command)
        }
      case .celeryPart:
        reader.report(as: .notice, "section [\(section)] has no effect here")
      case .foreign:
        if let meant = SectionKind.suggestion(for: section) {
          reader.report(
            as: .notice, "section [\(section)] is none of ours and is left alone", hint: "did you mean \(meant)?")
        }
      case .options, .transportOptions, .includes, .settings: break
      }
      reading.problems += reader.problems
    }
  }

  private func commands(_ reading: ConfigurationReading) -> CommandSectionReader {
    let searchPath = input.environment["PATH"] ?? ProgramCheck.standardSearchPath
    return CommandSectionReader(
      splitCommand: input.splitCommand, checkKey: input.checkKey, defaults: reading.configuration.options,
      programs: ProgramCheck(files: input.files, searchPath: searchPath))
  }
}
