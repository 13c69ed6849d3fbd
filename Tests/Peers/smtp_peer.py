"""A mail server that does what a test tells it to.

It prints its port on the first line of standard output, then one JSON object a line for each thing that it sees. It
listens on 127.0.0.1 and runs until it is ended.

    smtp_peer.py --script '{"RCPT": ["550 no such user"]}'     a script (see Sources/TestSupport/ScriptedSMTPPeer.swift)
    smtp_peer.py --aiosmtpd --certificate C --key K --user U --password P
"""

import argparse
import json
import socket
import struct
import sys
import threading

DEFAULTS = {
    "CONNECT": ["220 peer.example.org ESMTP"],
    "EHLO": ["250-peer.example.org\n250 SIZE 1000000"],
    "HELO": ["250 peer.example.org"],
    "STARTTLS": ["454 no TLS here"],
    "AUTH": ["503 no login here"],
    "MAIL": ["250 sender ok"],
    "RCPT": ["250 recipient ok"],
    "DATA": ["354 go on"],
    ".": ["250 taken"],
    "RSET": ["250 forgotten"],
    "NOOP": ["250 nothing done"],
    "QUIT": ["221 bye\n!drop"],
}

printing = threading.Lock()


def tell(event, **details):
    with printing:
        print(json.dumps({"event": event, **details}), flush=True)


class Gone(Exception):
    """The connection is over."""


class Script:
    """The answers to each command in turn, over all connections; the last one repeats."""

    def __init__(self, answers):
        self.answers = {**DEFAULTS, **answers}
        self.used = {}
        self.lock = threading.Lock()

    def next(self, verb):
        answers = self.answers.get(verb, ["500 what?"])
        with self.lock:
            turn = self.used.get(verb, 0)
            self.used[verb] = turn + 1
        return answers[min(turn, len(answers) - 1)]


class Conversation:
    def __init__(self, connection, script, context):
        self.connection = connection
        self.script = script
        self.context = context
        self.incoming = b""
        self.sender = None
        self.recipients = []

    def run(self):
        try:
            tell("connection")
            self.answer("CONNECT")
            while True:
                self.command(self.line())
        except (Gone, OSError):
            pass
        finally:
            self.connection.close()
            tell("end")

    def command(self, line):
        text = line.decode("utf-8", "replace")
        tell("command", line=text)
        verb = text.split(" ")[0].upper()
        if verb == "MAIL":
            self.sender, self.recipients = self.path(text), []
        if verb == "RCPT":
            self.recipients.append(self.path(text))
        if self.answer(verb) and verb == "DATA":
            self.take_text()

    def take_text(self):
        lines = []
        while (line := self.line()) != b".":
            lines.append(line.removeprefix(b".") + b"\r\n")
        tell(
            "mail",
            **{"from": self.sender, "to": self.recipients},
            text=b"".join(lines).decode("utf-8", "replace"),
            isEncrypted=hasattr(self.connection, "cipher"),
        )
        self.answer(".")

    def answer(self, verb):
        """Does what the script says; returns whether it consented to the text (354)."""
        consents = False
        for act in self.script.next(verb).split("\n"):
            if act == "!drop":
                raise Gone
            if act == "!reset":
                self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
                raise Gone
            if act == "!hang":
                tell("hang", line=verb)
                while self.connection.recv(65536):
                    pass
                raise Gone
            if act == "!line":
                self.line()
            elif act == "!tls":
                self.connection = self.context.wrap_socket(self.connection, server_side=True)
            else:
                self.connection.sendall(act.encode() + b"\r\n")
                consents = act.startswith("354")
        return consents

    def line(self):
        while b"\r\n" not in self.incoming:
            more = self.connection.recv(65536)
            if not more:
                raise Gone
            self.incoming += more
        line, self.incoming = self.incoming.split(b"\r\n", 1)
        return line

    @staticmethod
    def path(text):
        return text.partition("<")[2].partition(">")[0]


def follow(script, context):
    listener = socket.create_server(("127.0.0.1", 0))
    print(listener.getsockname()[1], flush=True)
    while True:
        connection, _ = listener.accept()
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        threading.Thread(target=Conversation(connection, script, context).run, daemon=True).start()


def serve_aiosmtpd(options, context):
    import asyncio

    from aiosmtpd.smtp import SMTP, AuthResult

    def authenticate(server, session, envelope, mechanism, data):
        right = (data.login.decode(), data.password.decode()) == (options.user, options.password)
        return AuthResult(success=right, handled=right)

    class Handler:
        async def handle_DATA(self, server, session, envelope):
            tell(
                "mail",
                **{"from": envelope.mail_from, "to": envelope.rcpt_tos},
                text=envelope.original_content.decode("utf-8", "replace"),
                isEncrypted=options.implicit_tls or session.ssl is not None,
            )
            return "250 taken"

    def make():
        return SMTP(
            Handler(),
            hostname="peer.example.org",
            tls_context=None if options.implicit_tls else context,
            require_starttls=context is not None and not options.implicit_tls,
            authenticator=authenticate if options.user else None,
            auth_required=bool(options.user),
            auth_require_tls=context is not None and not options.implicit_tls,
        )

    async def run():
        server = await asyncio.get_running_loop().create_server(
            make, "127.0.0.1", 0, ssl=context if options.implicit_tls else None
        )
        print(server.sockets[0].getsockname()[1], flush=True)
        await server.serve_forever()

    asyncio.run(run())


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--script", type=json.loads, default={})
    parser.add_argument("--aiosmtpd", action="store_true")
    parser.add_argument("--certificate")
    parser.add_argument("--key")
    parser.add_argument("--implicit-tls", action="store_true")
    parser.add_argument("--user")
    parser.add_argument("--password")
    options = parser.parse_args()

    context = None
    if options.certificate:
        import ssl

        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(options.certificate, options.key)
    if options.aiosmtpd:
        serve_aiosmtpd(options, context)
    else:
        follow(Script(options.script), context)


if __name__ == "__main__":
    try:
        main()
    except KeyboardInterrupt:
        sys.exit(130)
