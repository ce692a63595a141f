"""Runs the scenarios of one file, one after the other, and writes a line of JSON for each.

    python run.py FILE [NAME ...]
"""
import importlib
import inspect
import json
import os
import sys
import time
import traceback


def main(file, names):
    module = importlib.import_module(file)
    scenarios = [
        (name, function) for name, function in vars(module).items()
        if inspect.isfunction(function) and function.__module__ == file and not name.startswith("_")
    ]
    for name, function in scenarios:
        if names and name not in names:
            continue
        started = time.monotonic()
        try:
            function()
            problem = None
        except BaseException:  # a scenario that ends the process would hide the rest
            problem = traceback.format_exc()
        line = {"name": name, "problem": problem, "seconds": round(time.monotonic() - started, 3)}
        print(json.dumps(line), flush=True)


main(sys.argv[1], sys.argv[2:])
os._exit(0)  # what is left of connections would be taken down noisily
