import Foundation
import Synchronization

/// Dovecot on ports of 127.0.0.1: a real peer for what a mailbox server does with mail.
///
/// It has one account, a maildir of its own, and a certificate for 127.0.0.1. It runs as whoever runs the test; under
/// root it becomes nobody, for Dovecot lets no root read mail.
public final class Dovecot: Sendable {
    /// The account: an address, as with most providers.
    public static let user = "orders@example.org"
    public static let password = "correct \"horse\" \\ bättery"

    /// For STARTTLS, and for talk in the open from this machine.
    public let port: Int
    /// For TLS from the first byte.
    public let tlsPort: Int
    public let certificate: TestCertificate
    private let reserved: [ReservedPort]
    private let folder: TemporaryDirectory
    private let process: ChildProcess
    private let delivered = Atomic(0)

    public static func start() throws -> Dovecot {
        try Dovecot()
    }

    private init() throws {
        // A client that writes to a connection which broke under TLS would end the tests.
        signal(SIGPIPE, SIG_IGN)
        certificate = try TestCertificate()
        folder = try TemporaryDirectory(mode: 0o777)
        reserved = [try ReservedPort(), try ReservedPort()]
        port = reserved[0].number
        tlsPort = reserved[1].number

        try Self.makeOpenFolder(folder.path("run"))
        for name in ["", "/cur", "/new", "/tmp"] { try Self.makeOpenFolder(folder.path("mail") + name) }
        // The certificate's own folder is closed to nobody.
        for (name, source) in [("key", certificate.keyFile), ("certificate", certificate.certificateFile)] {
            try Self.write(try Data(contentsOf: URL(fileURLWithPath: source)), to: folder.path(name))
        }
        try Self.write(Data("\(Self.user):{PLAIN}\(Self.password)::::::\n".utf8), to: folder.path("users"))
        let isRoot = geteuid() == 0
        let configuration = try Self.configuration(
            in: folder.path, port: port, tlsPort: tlsPort, user: isRoot ? 65_534 : geteuid(),
            group: isRoot ? 65_534 : getegid())
        try Self.write(Data(configuration.utf8), to: folder.path("dovecot.conf"))

        let command = ["/usr/sbin/dovecot", "-F", "-c", folder.path("dovecot.conf")]
        let drop = ["/usr/bin/setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"]
        let words = isRoot ? drop + command : command
        process = try ChildProcess(words[0], Array(words.dropFirst()))
        try process.wait(until: { [reserved] in reserved.allSatisfy(\.answers) })
    }

    public var url: String { "imap://127.0.0.1:\(port)" }
    public var tlsURL: String { "imaps://127.0.0.1:\(tlsPort)" }

    /// Puts a message into a folder, as a delivering program does, and doesn't wait for anybody to notice.
    ///
    /// - Parameters:
    ///   - message: the bytes as they are.
    ///   - folder: nil for INBOX, else a name as the maildir has it: modified UTF-7, dots between levels.
    ///   - isSeen: as if somebody had read it.
    /// - Returns: a name for `flags(of:)`.
    @discardableResult
    public func deliver(_ message: [UInt8], to name: String? = nil, isSeen: Bool = false) throws -> String {
        let number = delivered.add(1, ordering: .relaxed).newValue
        let file = "\(1_000_000_000 + number).M\(number)P\(getpid()).example.org"
        let maildir = maildir(of: name)
        if let name, !FileManager.default.fileExists(atPath: maildir) {
            for part in ["", "/cur", "/new", "/tmp"] { try Self.makeOpenFolder(maildir + part) }
            let subscriptions = folder.path("mail/subscriptions")
            let names = (try? String(contentsOfFile: subscriptions, encoding: .utf8)) ?? ""
            try Self.write(Data((names + name + "\n").utf8), to: subscriptions)
        }
        try Self.write(Data(message), to: "\(maildir)/tmp/\(file)")
        let place = isSeen ? "cur/\(file):2,S" : "new/\(file)"
        try FileManager.default.moveItem(atPath: "\(maildir)/tmp/\(file)", toPath: "\(maildir)/\(place)")
        return file
    }

    /// Puts a message into INBOX many times over, quicker than one by one.
    public func deliver(_ message: [UInt8], copies: Int) throws {
        let source = folder.path("copies")
        try Self.write(Data(message), to: source)
        for _ in 0..<copies {
            let number = delivered.add(1, ordering: .relaxed).newValue
            let target = folder.path("mail/new/\(1_000_000_000 + number).M\(number)P\(getpid()).example.org")
            guard link(source, target) == 0 else { throw ChildProcess.Failure("no copy of a message can be made") }
        }
    }

    /// A message's flags as the maildir spells them: `S` for seen, `T` for deleted, together in the order of the
    /// alphabet; empty for none, nil if the message isn't there.
    public func flags(of message: String, in name: String? = nil) throws -> String? {
        for part in ["cur", "new"] {
            for file in try FileManager.default.contentsOfDirectory(atPath: "\(maildir(of: name))/\(part)")
            where file.hasPrefix(message) {
                return String(file.dropFirst(message.count).drop { $0 != ":" }.dropFirst(3))
            }
        }
        return nil
    }

    /// Takes a message out of the mailbox, as somebody with another mail program does.
    public func remove(_ message: String) throws {
        for part in ["cur", "new"] {
            let folder = "\(maildir(of: nil))/\(part)"
            for file in try FileManager.default.contentsOfDirectory(atPath: folder) where file.hasPrefix(message) {
                try FileManager.default.removeItem(atPath: "\(folder)/\(file)")
            }
        }
    }

    /// Breaks the connections of all who are logged in; the server goes on.
    ///
    /// - Returns: how many there were.
    @discardableResult
    public func dropConnections() throws -> Int {
        let ids = try FileManager.default.contentsOfDirectory(atPath: "/proc").compactMap { pid_t($0) }.filter { id in
            guard getpgid(id) == process.processID else { return false }
            let name = try? String(contentsOfFile: "/proc/\(id)/comm", encoding: .utf8)
            return name == "imap\n"
        }
        for id in ids { kill(id, SIGKILL) }
        return ids.count
    }

    /// Ends the server; its connections break.
    public func stop() {
        process.stop()
    }

    /// What it has logged, for a test that fails.
    public var log: String {
        (try? String(contentsOfFile: folder.path("log"), encoding: .utf8)) ?? ""
    }

    private func maildir(of name: String?) -> String {
        folder.path("mail") + (name.map { "/.\($0)" } ?? "")
    }

    /// Dovecot, made nobody, must write where the test, still root, has written.
    private static func makeOpenFolder(_ path: String) throws {
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
        chmod(path, 0o777)
    }

    private static func write(_ data: Data, to path: String) throws {
        try data.write(to: URL(fileURLWithPath: path))
        chmod(path, 0o666)
    }

    private static func configuration(
        in folder: String, port: Int, tlsPort: Int, user: uid_t, group: gid_t
    ) throws -> String {
        guard let name = getpwuid(user)?.pointee.pw_name, let groupName = getgrgid(group)?.pointee.gr_name else {
            throw ChildProcess.Failure("who runs the test has no name")
        }
        return """
            base_dir = \(folder)/run
            state_dir = \(folder)/run
            log_path = \(folder)/log
            listen = 127.0.0.1
            protocols = imap
            auth_failure_delay = 0
            mail_max_userip_connections = 0
            ssl = yes
            ssl_cert = <\(folder)/certificate
            ssl_key = <\(folder)/key
            default_internal_user = \(String(cString: name))
            default_internal_group = \(String(cString: groupName))
            default_login_user = \(String(cString: name))
            first_valid_uid = 1
            first_valid_gid = 0
            mail_location = maildir:\(folder)/mail
            passdb {
              driver = passwd-file
              args = \(folder)/users
            }
            userdb {
              driver = static
              args = uid=\(user) gid=\(group) home=\(folder)/run
            }
            service anvil {
              chroot =
              # Nobody waits longer for having been refused before.
              unix_listener anvil-auth-penalty {
                mode = 0
              }
            }
            service imap-login {
              chroot =
              inet_listener imap {
                port = \(port)
              }
              inet_listener imaps {
                port = \(tlsPort)
                ssl = yes
              }
            }

            """
    }
}
