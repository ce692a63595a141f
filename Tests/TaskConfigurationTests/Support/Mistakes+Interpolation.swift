extension Mistakes {
  /// References and includes that lead nowhere.
  static let interpolation: [Mistake] = [
    Mistake(
      #"""
      [tasksd]
      broker_url = ${BROKER}
      """#,
      #"x.ini:2: broker_url: the environment variable BROKER is not set; set it, or give a default: "#
        + #"${BROKER:-VALUE}"#),
    Mistake(
      #"""
      [tasksd]
      broker_url = ${BROKER
      """#,
      #"x.ini:2: broker_url: '${' has no closing '}'; write ${NAME}, or $${ for the two characters "#
        + #"themselves"#),
    Mistake(
      #"""
      [tasksd]
      broker_url = ${1x}
      """#,
      #"x.ini:2: broker_url: ${1x} is not the name of an environment variable; write ${NAME} or "#
        + #"${NAME:-default}, or $${ for the two characters themselves"#),
    Mistake(
      #"""
      [tasksd]
      broker_url = %(nope)s
      """#,
      #"x.ini:2: broker_url: %(nope)s names nothing; it takes 'here' or a key of this section or of "#
        + #"[DEFAULT]; write %%(nope)s for the text itself"#),
    Mistake(
      #"""
      [tasksd]
      broker_url = %(broker_url)s
      """#,
      #"x.ini:2: broker_url: %(broker_url)s refers to itself: broker_url → broker_url"#),
    Mistake(
      #"""
      [includes]
      include_ini_files = nope.ini http://x/y.ini resource://websauna/conf/base.ini x.ini
      include_inis = x
      """#,
      #"x.ini:2: cannot include nope.ini: the file does not exist"#,
      #"x.ini:2: cannot include http://x/y.ini: 'http://' is not known here; write the path of a file, "#
        + #"relative to this one or absolute"#,
      #"x.ini:2: notice: resource://websauna/conf/base.ini is not included: it lies in a Python "#
        + #"package that is not found here; what it sets does not apply; write the file's path, or its "#
        + #"directory into PYTHONPATH, if it should"#,
      #"x.ini:2: x.ini is included while it is still being read: x.ini → x.ini; remove one of the "#
        + #"includes"#,
      #"x.ini:3: [includes] has no key include_inis; it takes include_ini_files"#),
    Mistake(
      #"""
      [app:main]
      websauna.site_url = example.com
      key = ${NOT_SET} %(nope)s 50%
      """#,
      #"x.ini:2: notice: websauna.site_url: 'example.com' is not an http or https URL; tasks cannot "#
        + #"make URLs; write https://www.example.com"#),
    Mistake(
      #"""
      [tasksd]
      secrets_file = x.ini
      broker_url = %(secrets.tasksd.secrets_file)s
      """#,
      #"x.ini:3: broker_url: the value with the secret put in is wrong; write "#
        + #"sqlite:////var/lib/tasksd/tasksd.db, redis://localhost:6379/3, "#
        + #"redis+socket:///run/redis.sock?db=3, sentinel://host:26379/3?master=NAME or memory://"#),
  ]
}
