import Schedules
import TaskConfiguration
import TaskModel
import Testing

struct OptionTests {
  private func options(_ text: String) -> DaemonOptions {
    let result = reading("[celery]\n" + text)
    #expect(result.problems.errors == [])
    return result.configuration.options
  }

  @Test(arguments: [
    "broker_url", "BROKER_URL", "Broker_Url", "CELERY_BROKER_URL",
  ])
  func everySpellingOfAnOptionIsTheSame(_ name: String) {
    #expect(options("\(name) = redis://localhost:6379/3").broker.maskedDescription == "redis://localhost:6379/3")
  }

  @Test func celerysOldNamesMeanTheNewOnes() {
    let options = options(
      """
      CELERYD_CONCURRENCY = 3
      CELERYD_PREFETCH_MULTIPLIER = 2
      CELERY_DEFAULT_QUEUE = d
      CELERY_QUEUES = a, b
       c
      CELERY_ALWAYS_EAGER = true
      CELERY_EAGER_PROPAGATES_EXCEPTIONS = true
      CELERYD_TASK_TIME_LIMIT = 60
      CELERYD_TASK_SOFT_TIME_LIMIT = 50
      CELERY_ACKS_LATE = false
      CELERY_IGNORE_RESULT = yes
      CELERY_TRACK_STARTED = on
      CELERY_TASK_RESULT_EXPIRES = 3600
      CELERY_TIMEZONE = Europe/Helsinki
      CELERY_RESULT_BACKEND = redis://localhost/4
      CELERY_IMPORTS = websauna.system.devop.tasks trees.tasks
      """)
    var expected = DaemonOptions()
    expected.workerConcurrency = 3
    expected.prefetchMultiplier = .times(2)
    expected.defaultQueue = "d"
    expected.workerQueues = ["a", "b", "c"]
    expected.alwaysEager = true
    expected.eagerPropagates = true
    expected.timeLimit = .seconds(60)
    expected.softTimeLimit = .seconds(50)
    expected.acknowledgesLate = false
    expected.ignoresResults = true
    expected.tracksStarted = true
    expected.resultExpires = .hours(1)
    expected.timeZone = "Europe/Helsinki"
    expected.imports = ["websauna.system.devop.tasks", "trees.tasks"]
    expected.resultBackend = options.resultBackend
    #expect(options == expected)
  }

  @Test(arguments: ["false", "no", "off", "0", "FALSE"])
  func falseIsFalse(_ word: String) { #expect(!options("task_always_eager = \(word)").alwaysEager) }

  @Test(arguments: ["true", "yes", "on", "1", "True"])
  func trueIsTrue(_ word: String) { #expect(options("task_always_eager = \(word)").alwaysEager) }

  @Test func commandLineIsStrongerThanEnvironmentThanFile() {
    let text = "[tasksd]\nworker_concurrency = 1\nlog_level = debug\nhostname = a"
    let result = reading(
      text, environment: ["TASKSD_WORKER_CONCURRENCY": "2", "TASKSD_LOG_LEVEL": "warning", "TASKSD_TIMEZONE": ""],
      overrides: [.init(option: "worker_concurrency", text: "3", flag: "--concurrency")])
    #expect(result.problems == [])
    let configuration = result.configuration
    #expect(configuration.options.workerConcurrency == 3)
    #expect(configuration.options.logLevel == .warning)
    #expect(
      ["worker_concurrency", "log_level", "hostname", "timezone"].map { configuration.origins[$0]?.description } == [
        "command line --concurrency", "environment variable TASKSD_LOG_LEVEL", "x.ini:4", "default",
      ])
  }

  @Test func aWrongValueOfEnvironmentOrCommandLineIsNamedByIt() {
    let result = reading(
      "", environment: ["TASKSD_LEASE": "x", "TASKSD_WORKER_LEASE": "x"],
      overrides: [.init(option: "log_level", text: "chatty", flag: "--loglevel")])
    #expect(
      result.problems.map { $0.description.prefix(44) } == [
        "environment variable TASKSD_WORKER_LEASE: 'x", "--loglevel: 'chatty' is not one of its value",
      ])
  }

  @Test func systemdsDirectoriesAreTheDefault() {
    let environment = ["STATE_DIRECTORY": "/var/lib/private/tasksd:/b", "RUNTIME_DIRECTORY": "/run/tasksd-web"]
    let options = reading("", environment: environment).configuration.options
    #expect(options.stateDirectory == "/var/lib/private/tasksd")
    #expect(options.controlSocket == "/run/tasksd-web/control.sock")
    #expect(options.broker == .sqlite(path: "/var/lib/private/tasksd/tasksd.db"))
    #expect(
      reading("[tasksd]\nstate_directory = s", environment: environment).configuration.options.stateDirectory
        == "/site/s")
  }

  @Test func withoutAFileEverythingIsAsBuiltIn() {
    let result = ConfigurationReader(input(MemoryFiles())).read(nil)
    #expect(result.problems == [])
    #expect(result.configuration.file == nil)
    #expect(result.configuration.options == DaemonOptions())
  }

  @Test func withoutANameTheStandardFilesAreTried() {
    let etc = MemoryFiles(texts: ["/etc/tasksd/tasksd.ini": "[tasksd]\nhostname = etc"])
    #expect(ConfigurationReader(input(etc)).read(nil).configuration.options.hostname == "etc")
    var both = etc
    both.texts["/site/tasksd.ini"] = "[tasksd]\nhostname = here"
    #expect(ConfigurationReader(input(both)).read(nil).configuration.options.hostname == "here")
  }

  @Test func secretsReachOptionsAndAreMaskedEverywhere() {
    var files = MemoryFiles()
    files.texts["/site/s.ini"] = "[secrets]\nredis = p@ss\n[mail]\nPassword = x"
    let result = reading(
      "[tasksd]\nsecrets_file = s.ini\nhostname = %(secrets.redis)s", files: files)
    #expect(result.problems == [])
    #expect(result.configuration.options.hostname == "p@ss")
    #expect(result.configuration.secrets == ["redis": "p@ss", "mail.password": "x"])
    #expect(!ConfigurationReport(result.configuration).description.contains("p@ss"))
  }

  @Test func noProblemAndNoCommandShowsASecret() {
    var files = MemoryFiles()
    files.texts["/site/s.ini"] = "[secrets]\nkey = hunter2"
    let result = reading(
      "[tasksd]\nsecrets_file = s.ini\nlog_level = %(secrets.key)s\n[task:a]\ncommand = /bin/sh %(secrets.key)s\n"
        + "result = %(secrets.key)s", files: files)
    #expect(result.problems.count == 2)
    #expect(!result.problems.map(\.description).joined().contains("hunter2"))
    #expect(result.configuration.commands.map(\.words) == [["/bin/sh", "hunter2"]])
    #expect(!ConfigurationReport(result.configuration).description.contains("hunter2"))
  }

  @Test func zonesAreReadFromTheirFilesAndSuggestedByName() {
    #expect(options("timezone = Europe/Helsinki").timeZone == "Europe/Helsinki")
    var files = MemoryFiles()
    files.hasZones = false
    #expect(
      reading("[tasksd]\ntimezone = Europe/Helsinki", files: files).problems.map(\.hint)
        == ["install the package tzdata, or write UTC"])
    #expect(reading("[tasksd]\ntimezone = UTC", files: files).problems == [])
  }
}
