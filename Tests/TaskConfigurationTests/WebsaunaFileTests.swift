import TaskConfiguration
import TaskModel
import Testing

/// A Pyramid site's own file serves as it is.
struct WebsaunaFileTests {
  @Test func aSitesFileHasNoErrorsAndOthersSectionsAreLeftAlone() throws {
    let reading = reading(websaunaSite)
    let check = ConfigurationCheck(tasks: ["backup": "Swift type", "update_conversion_rates": "Swift type"])
    let problems = check.problems(of: reading)
    #expect(problems.errors == [])
    #expect(
      problems.map(\.message).sorted() == [
        "CELERY_ACCEPT_CONTENT is not used: arguments and results are always JSON",
        "CELERY_TASK_SERIALIZER is not used: arguments and results are always JSON",
        "imports have no effect here: tasks are compiled in or declared in [task:NAME]",
        "no timezone is set: UTC is in force for a crontab entry",
        "resource://websauna/conf/base.ini is not included: it lies in a Python package that is not found here",
      ])
    let configuration = reading.configuration
    #expect(configuration.options.broker.maskedDescription == "redis://localhost:6379/3")
    #expect(configuration.options.imports == ["websauna.system.devop.tasks", "trees.tasks"])
    #expect(configuration.options.siteURL == "https://trees.example.com")
    #expect(configuration.settings["websauna.site_id"] == "trees")
    #expect(configuration.entries.map(\.name) == ["backup", "update_conversion_rates", "nightly"])
  }

  @Test func laterSitesKeepTheirOptionsInPythonWhichIsSaid() {
    let found = problems("[app:main]\nwebsauna.celery_config =\n  {\n    \"broker_url\": \"redis://localhost\"\n  }")
    #expect(found.count == 1)
    #expect(found.first?.hasPrefix("x.ini:2: notice: websauna.celery_config is Python and is not read here") == true)
  }

  @Test func settingsAreTakenAsTheyAreAndNothingInThemIsAnError() {
    let result = reading(
      """
      [DEFAULT]
      name = shop
      [app:main]
      Mixed.Case = %(name)s at %(here)s
      format = %(asctime)s 100%
      home = ${NOT_SET_ANYWHERE}
      """)
    #expect(result.problems == [])
    #expect(
      result.configuration.settings == [
        "Mixed.Case": "shop at /site", "format": "%(asctime)s 100%", "home": "${NOT_SET_ANYWHERE}", "name": "shop",
      ])
  }
}
