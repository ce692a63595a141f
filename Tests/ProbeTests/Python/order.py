"""What a program in another language does: its own rows and a task in one transaction.

Arguments: the database's URL, the value, and whether to commit or to roll back.
"""
import json
import sys

import psycopg

url, value, end = sys.argv[1:]
with psycopg.connect(url) as connection:
    connection.execute("INSERT INTO probe (kind, value) VALUES ('order', %s)", (value,))
    connection.execute(
        "INSERT INTO tasksd_outbox (task, kwargs, options) VALUES (%s, %s, %s)",
        ("follow", json.dumps({"value": value}), json.dumps({"countdown": 0.5, "headers": {"from": "python"}})),
    )
    if end == "rollback":
        connection.rollback()
