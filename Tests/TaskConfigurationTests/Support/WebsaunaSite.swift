/// The file of a Websauna site, as its owner has it: written for these tests after the shape of such files.
let websaunaSite = #"""
  [includes]
  include_ini_files =
      resource://websauna/conf/base.ini

  [app:main]
  use = egg:trees
  trees.init = trees.Initializer

  pyramid.reload_templates = true
  pyramid.includes =
      pyramid_debugtoolbar

  websauna.site_id = trees
  websauna.site_name = Tree Planters
  websauna.site_url = https://trees.example.com
  websauna.site_email_prefix = [Trees]
  websauna.cache_max_age =
  websauna.backup_script =
  websauna.backup_timeout = 12000
  websauna.secrets_file = resource://trees/conf/secrets.ini
  websauna.superusers =
      someone@example.com

  sqlalchemy.url = postgresql://trees:pass%%40word@localhost/trees
  redis.sessions.url = redis://localhost:6379/1

  jinja2.filters =
      model_url = pyramid_jinja2.filters:model_url_filter
      route_url = pyramid_jinja2.filters:route_url_filter

  [alembic]
  script_location = alembic

  [server:main]
  use = egg:waitress#main
  host = 0.0.0.0
  port = 6543

  [celery]
  BROKER_URL = redis://localhost:6379/3
  CELERY_IMPORTS =
      websauna.system.devop.tasks
      trees.tasks
  CELERY_TASK_SERIALIZER = json
  CELERY_ACCEPT_CONTENT =
      json
  CELERY_ALWAYS_EAGER = false

  [celerybeat:backup]
  task = backup
  type = timedelta
  schedule = {"hours": 24}

  [celerybeat:update_conversion_rates]
  task = update_conversion_rates
  type = timedelta
  schedule = {"hours": 1}

  [celerybeat:nightly]
  task = backup
  type = crontab
  schedule = {"minute": 0, "hour": 0}

  [loggers]
  keys = root, celery_worker_job

  [handlers]
  keys = console

  [formatters]
  keys = generic

  [logger_root]
  level = DEBUG
  handlers = console

  [logger_celery_worker_job]
  level = WARN
  handlers =
  qualname = celery.worker.job
  propagate = 1

  [handler_console]
  class = StreamHandler
  args = (sys.stderr,)
  level = NOTSET
  formatter = generic

  [formatter_generic]
  format = %(asctime)s %(levelname)-5.5s [%(name)s][%(threadName)s] %(message)s
  """#
