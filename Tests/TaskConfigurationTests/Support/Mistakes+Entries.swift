extension Mistakes {
  /// What an entry sends, and how.
  static let entries: [Mistake] = [
    Mistake(
      #"""
      [celerybeat:a]
      task = backup
      type = integer
      schedule = 30
      args = {"a": 1}
      """#,
      #"x.ini:5: args: an object stands where a list should; write [1, "two"]; names belong in kwargs"#),
    Mistake(
      #"""
      [celerybeat:a]
      task = backup
      type = integer
      schedule = 30
      args = [1]
      """#,
      #"x.ini:5: the arguments do not fit task backup: argument 'url': is unknown; correct args and "#
        + #"kwargs"#),
    Mistake(
      #"""
      [celerybeat:a]
      task = backup
      type = integer
      schedule = 30
      kwargs = [1]
      """#,
      #"x.ini:5: kwargs: an array stands where an object should; write {"name": "value"}"#),
    Mistake(
      #"""
      [celerybeat:a]
      task = backup
      type = integer
      schedule = 30
      kwargs = {"a": True}
      """#,
      #"x.ini:5: kwargs: this is not JSON: 'T' where a value should stand at column 7; write true for "#
        + #"True"#),
    Mistake(
      #"""
      [celerybeat:a]
      task = backup
      type = integer
      schedule = 30
      options = {"queu": "slow"}
      """#,
      #"x.ini:5: options: there is no option "queu"; did you mean queue?"#),
    Mistake(
      #"""
      [celerybeat:a]
      task = backup
      type = integer
      schedule = 30
      options = {"priority": 11}
      """#,
      #"x.ini:5: options: "priority" is not a whole number from 0 to 9; 0 is served first, 9 last"#),
    Mistake(
      #"""
      [celerybeat:a]
      task = backup
      type = integer
      schedule = 30
      options = {"expires": 0, "exchange": "x"}
      """#,
      #"x.ini:5: options: "expires" is not a length of time above zero; write seconds, or a text such "#
        + #"as "5m""#),
    Mistake(
      #"""
      [celerybeat:a]
      task = backup
      type = integer
      schedule = 30
      options = {"exchange": "x"}
      timezone = Europe/Helsinki
      """#,
      #"x.ini:5: notice: options: "exchange" has no effect here"#,
      #"x.ini:6: notice: timezone has no effect on an interval"#),
    Mistake(
      #"""
      [celerybeat:a]
      task = backup
      type = integer
      schedule = 30
      catch_up = last
      overlap = never
      run_at_start = sure
      enbled = true
      """#,
      #"x.ini:5: catch_up: 'last' is not one of its values; did you mean latest? It takes skip, latest "#
        + #"or all"#,
      #"x.ini:6: overlap: 'never' is not one of its values; it takes allow or skip"#,
      #"x.ini:7: run_at_start: 'sure' is not a boolean; write true or false (yes, no, on, off, 1 and 0 "#
        + #"will do)"#,
      #"x.ini:8: [celerybeat:a] has no key enbled; did you mean enabled?"#),
    Mistake(
      #"""
      [celerybeat:a]
      task = backup
      type = integer
      schedule = {"seconds":
        30,
        oops}
      """#,
      #"x.ini:6: schedule: this is not JSON: an object's key must be a quoted string at line 3, column "#
        + #"1"#),
    Mistake(
      #"""
      [celerybeat:a]
      task = nobody
      enabled = false
      type = integer
      schedule = 30
      """#,
      #"x.ini:2: notice: there is no task nobody; declare [task:nobody], or write remote = true if "#
        + #"another worker knows it"#),
  ]
}
