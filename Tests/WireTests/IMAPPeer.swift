import Dispatch
import Foundation
import Synchronization
import Wire

/// A mailbox server on 127.0.0.1 that says what a test tells it to, to one connection after another.
///
/// Keys of its script are `CONNECT` and the commands with their arguments' beginning left out, `UID SEARCH` for two
/// words; values are what it says, with `TAG` for the command's tag. `!drop` closes the connection, `!hang` never
/// answers. Commands without an entry get a sensible answer.
final class IMAPPeer: Sendable {
    let port: Int
    private let socket: Int32
    private let heard = Heard()

    init(_ script: [String: String] = [:]) throws {
        let listener = Foundation.socket(AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = inet_addr("127.0.0.1")
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let isListening = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(listener, $0, length) == 0 && getsockname(listener, $0, &length) == 0 && listen(listener, 8) == 0
            }
        }
        guard isListening else { throw POSIXError(.EADDRNOTAVAIL) }
        socket = listener
        port = Int(UInt16(bigEndian: address.sin_port))
        Thread { [heard] in
            defer { close(listener) }
            while true {
                let client = accept(listener, nil, nil)
                guard client >= 0 else { return }
                Self.talk(to: client, script, heard)
                close(client)
            }
        }.start()
    }

    /// Listens no more; a talk goes on until its client ends it.
    func stop() {
        shutdown(socket, Int32(SHUT_RDWR))
    }

    /// The commands so far, without their tags.
    var commands: [String] { heard.lines.withLock { $0 } }

    /// Waits until it keeps somebody waiting.
    func waitForHang() { heard.hang.wait() }

    func mailbox(
        folder: String = "INBOX", commandTimeout: Int = 20, stop: StopFlag = StopFlag(), finish: StopFlag = StopFlag()
    )
        throws -> IMAPMailbox
    {
        let server = try IMAPServer(
            url: "imap://127.0.0.1:\(port)", tls: TLSMode.none, user: "orders@example.org", password: "secret",
            commandTimeout: commandTimeout)
        return try IMAPMailbox(on: server, folder: folder, stop: stop, finish: finish)
    }

    private final class Heard: Sendable {
        let lines = Mutex<[String]>([])
        let hang = DispatchSemaphore(value: 0)
    }

    private static let sensible = [
        "CONNECT": "* OK ready\r\n",
        "CAPABILITY": "* CAPABILITY IMAP4rev1\r\nTAG OK done\r\n",
        "SELECT": "* 3 EXISTS\r\n* OK [UIDVALIDITY 7] valid\r\nTAG OK [READ-WRITE] done\r\n",
    ]

    private static func talk(to client: Int32, _ script: [String: String], _ heard: Heard) {
        var waiting: [UInt8] = []
        guard say("CONNECT", tag: "*", to: client, script, heard) else { return }
        while true {
            guard let end = waiting.firstIndex(of: 0x0A) else {
                var chunk = [UInt8](repeating: 0, count: 4_096)
                let count = recv(client, &chunk, chunk.count, 0)
                guard count > 0 else { return }
                waiting += chunk[..<count]
                continue
            }
            let line = String(decoding: waiting[..<end], as: UTF8.self).trimmingCharacters(in: .newlines)
            waiting.removeSubrange(...end)
            let words = line.split(separator: " ", maxSplits: 2).map(String.init)
            heard.lines.withLock { $0.append(words.dropFirst().joined(separator: " ")) }
            let second = words.count > 2 ? " " + words[2].prefix { $0 != " " } : ""
            let verb = words.count > 1 ? (words[1] == "UID" ? "UID" + second : words[1]) : ""
            guard say(verb, tag: words[0], to: client, script, heard) else { return }
        }
    }

    /// - Returns: false if the connection is to end.
    private static func say(_ verb: String, tag: String, to client: Int32, _ script: [String: String], _ heard: Heard)
        -> Bool
    {
        let text = script[verb] ?? sensible[verb] ?? "TAG OK done\r\n"
        if text == "!hang" {
            heard.hang.signal()
            var byte: UInt8 = 0
            while recv(client, &byte, 1, 0) > 0 {}
            return false
        }
        let words = text.replacingOccurrences(of: "TAG", with: tag).replacingOccurrences(of: "!drop", with: "")
        var bytes = Array(words.utf8)[...]
        while !bytes.isEmpty {
            let count = bytes.withUnsafeBytes { send(client, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) }
            guard count > 0 else { return false }
            bytes = bytes.dropFirst(count)
        }
        return !text.hasSuffix("!drop")
    }
}

extension IMAPMailbox {
    /// The kind of the problem that a call ends with; nil if it ends well.
    static func kind(_ call: () throws -> Void) -> IMAPProblem.Kind? {
        do { try call() } catch { return (error as? IMAPProblem)?.kind }
        return nil
    }
}
