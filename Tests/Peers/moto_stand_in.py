"""An HTTP server in a cloud queue's place that answers as a test tells it to.

It prints its port on the first line of standard output, then one JSON object a line for each request. It listens on
127.0.0.1 and runs until it is ended.

    moto_stand_in.py SCRIPT [CERTIFICATE KEY]

The script is a JSON file: for each action the answers in turn, of which the last repeats, as in
{"ReceiveMessage": [{"status": 503}, {"messages": ["{}"]}, {}]}; see Sources/TestSupport/MotoStandIn.swift.
"""

import json
import socket
import ssl
import struct
import sys
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

with open(sys.argv[1], encoding="utf-8") as script:
    answers = json.load(script)
turns = {}
lock = threading.Lock()


def tell(**details):
    with lock:
        print(json.dumps(details), flush=True)


def next_answer(action):
    script = answers.get(action, [{}])
    with lock:
        turn = turns.get(action, 0)
        turns[action] = turn + 1
    return script[min(turn, len(script) - 1)]


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *arguments):
        pass

    def do_GET(self):
        self.answer()

    def do_POST(self):
        self.answer()

    def answer(self):
        body = self.rfile.read(int(self.headers.get("Content-Length", 0))).decode()
        action = self.headers.get("X-Amz-Target", "").rpartition(".")[2]
        answer = next_answer(action)
        tell(
            method=self.command, path=self.path, action=action, body=body,
            headers={name.lower(): value for name, value in self.headers.items()},
        )
        if answer.get("hang"):
            self.connection.recv(1)
            return
        if answer.get("drop"):
            self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            self.connection.close()
            self.close_connection = True
            return
        text = answer.get("body", "{}")
        if "messages" in answer:
            text = json.dumps({"Messages": [
                {"MessageId": f"message-{index}", "ReceiptHandle": f"receipt-{index}", "Body": message}
                for index, message in enumerate(answer["messages"])
            ]})
        data = text.encode() + b" " * answer.get("padding", 0)
        self.send_response(answer.get("status", 200))
        if "location" in answer:
            self.send_header("Location", answer["location"])
        self.send_header("Content-Type", "application/x-amz-json-1.0")
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        try:
            self.wfile.write(data)
        except OSError:
            self.close_connection = True


class Server(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request, client_address):
        pass


server = Server(("127.0.0.1", 0), Handler)
if len(sys.argv) > 2:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(sys.argv[2], sys.argv[3])
    server.socket = context.wrap_socket(server.socket, server_side=True)
print(server.server_address[1], flush=True)
server.serve_forever()
