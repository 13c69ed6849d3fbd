"""Reads an e-mail message from a file with Python's own library and prints what it understood, as JSON on one line."""

import email
import email.header
import email.policy
import email.utils
import json
import sys

with open(sys.argv[1], "rb") as file:
    content = file.read()
message = email.message_from_bytes(content, policy=email.policy.default)
raw = email.message_from_bytes(content)


def decoded(text):
    return str(email.header.make_header(email.header.decode_header(text)))


parts = [part for part in message.walk() if not part.is_multipart()]
print(
    json.dumps(
        {
            "headers": {name.lower(): decoded(value) for name, value in raw.items()},
            "to": [[decoded(name), address] for name, address in email.utils.getaddresses([raw["to"]])],
            "parts": {part.get_content_type(): part.get_content().replace("\r\n", "\n") for part in parts},
        }
    )
)
