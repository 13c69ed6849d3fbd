"""Runs schemathesis against a server: every phase, every check, and no failure.

    pip install schemathesis        (4.32 was tried; in a virtual environment of its own)
    python http_schemathesis.py http://127.0.0.1:8080 hbt_… [MORE ARGUMENTS]

The server runs with the examples' catalogue and a token of scope orders without a rate. It listens on loopback, so that
/metrics and its like are answered.

One check is told more than the description can say: an order that fits the schema may still be none, for there may be
no such postcode or no such item, which is 422; and JSON may hold the character NUL, or be nested without end, which no
order does: 400.
"""

import os
import subprocess
import sys
import tempfile

CONFIGURATION = """
[checks.positive_data_acceptance]
expected-statuses = ["2xx", 400, 401, 403, 404, 409, 422, 429, 503]
"""


def main():
    url, token, *more = sys.argv[1:]
    program = os.path.join(os.path.dirname(sys.executable), "schemathesis")
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "schemathesis.toml")
        with open(path, "w") as file:
            file.write(CONFIGURATION)
        command = [program, "--config-file", path, "run", f"{url}/openapi.yaml"]
        command += ["-H", f"Authorization: Bearer {token}", "--phases", "examples,coverage,fuzzing,stateful"]
        sys.exit(subprocess.run(command + more, cwd=folder).returncode)


main()
