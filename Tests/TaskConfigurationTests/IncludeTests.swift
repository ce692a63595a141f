import Schedules
import TaskConfiguration
import TaskModel
import Testing

struct IncludeTests {
  private func read(_ texts: [String: String], environment: [String: String] = [:]) -> ConfigurationReading {
    var files = MemoryFiles()
    for (path, text) in texts { files.texts["/site/" + path] = text }
    return ConfigurationReader(input(files, environment: environment)).read("x.ini")
  }

  @Test func theIncludingFileWinsAndEveryValueKeepsItsOrigin() {
    let result = read([
      "x.ini": "[includes]\ninclude_ini_files = base/a.ini base/b.ini\n[celery]\nworker_concurrency = 1",
      "base/a.ini": "[celery]\nCELERYD_CONCURRENCY = 2\ntimezone = Europe/Helsinki",
      "base/b.ini": "[celery]\nCELERY_TIMEZONE = UTC\ntask_default_queue = slow",
    ])
    #expect(result.problems == [])
    let configuration = result.configuration
    #expect(configuration.options.workerConcurrency == 1)
    #expect(configuration.options.timeZone == "Europe/Helsinki")
    #expect(configuration.options.defaultQueue == "slow")
    #expect(configuration.origins["timezone"]?.description == "base/a.ini:3")
    #expect(configuration.origins["worker_concurrency"]?.description == "x.ini:4")
    #expect(configuration.files == ["x.ini", "base/a.ini", "base/b.ini"])
  }

  @Test func includesIncludeAndHereIsEachFilesOwnDirectory() {
    let result = read([
      "x.ini": "[includes]\ninclude_ini_files =\n  base/a.ini",
      "base/a.ini": "[includes]\ninclude_ini_files = %(here)s/../c.ini",
      "c.ini": "[tasksd]\nstate_directory = %(here)s/var\ncontrol_socket = run/s",
    ])
    #expect(result.problems == [])
    #expect(result.configuration.options.stateDirectory == "/site/var")
    #expect(result.configuration.options.controlSocket == "/site/run/s")
  }

  @Test func entriesOfBothFilesAreThereAndTheSitesKeysWin() {
    let entry = "type = integer\nschedule = "
    let result = read([
      "x.ini": "[includes]\ninclude_ini_files = a.ini\n[celerybeat:both]\ntask = site",
      "a.ini": "[celerybeat:both]\ntask = base\n\(entry)30\n[celerybeat:base]\ntask = base\n\(entry)60",
    ])
    #expect(result.problems == [])
    #expect(result.configuration.entries.map { "\($0.name) \($0.task)" } == ["both site", "base base"])
    #expect(result.configuration.entries.map { $0.schedule.text } == ["every 30 s", "every 1 min"])
  }

  @Test func aCycleIsAnErrorWithItsPlace() {
    let result = read([
      "x.ini": "[includes]\ninclude_ini_files = a.ini", "a.ini": "\n[includes]\ninclude_ini_files = x.ini",
    ])
    #expect(
      result.problems.map(\.description) == [
        "a.ini:3: x.ini is included while it is still being read: x.ini → a.ini → x.ini; remove one of the includes"
      ])
  }

  @Test func theSameFileByTwoWaysIsReadOnce() {
    let result = read([
      "x.ini": "[includes]\ninclude_ini_files = a.ini b.ini", "a.ini": "[includes]\ninclude_ini_files = c.ini",
      "b.ini": "[includes]\ninclude_ini_files = ./c.ini", "c.ini": "[tasksd]\ntimezone = UTC",
    ])
    #expect(result.problems == [])
    #expect(result.configuration.files == ["x.ini", "a.ini", "c.ini", "b.ini"])
  }

  @Test func aResourceIsFoundAboveTheFileOrInPythonPath() {
    let site = [
      "x.ini": "[includes]\ninclude_ini_files = resource://shop/conf/a.ini resource://websauna/conf/base.ini",
      "shop/conf/a.ini": "[celery]\nworker_concurrency = 3",
      "lib/websauna/conf/base.ini": "[celery]\nBROKER_URL = redis://localhost:6379/3",
    ]
    let found = read(site, environment: ["PYTHONPATH": "/opt:lib"])
    #expect(found.problems == [])
    #expect(found.configuration.options.broker.maskedDescription == "redis://localhost:6379/3")
    #expect(found.configuration.options.workerConcurrency == 3)
    let missing = read(site)
    #expect(missing.isValid)
    #expect(missing.problems.map(\.message).first?.contains("resource://websauna/conf/base.ini") == true)
  }
}
