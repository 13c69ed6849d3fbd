import Foundation
import TestSupport
import Testing

/// `mail send` to `aiosmtpd`, with TLS and login, as a real provider has it.
struct MailTLSTests {
    /// A provider, an order that owes a mail, and settings that name both.
    private static func world(_ peer: ScriptedSMTPPeer, password: String = "correct horse", tls: String = "required")
        throws
        -> World
    {
        let world = try World(
            settings: "mail: {url: \"\(peer.url)\", tls: \(tls), user: handbill, passwordFile: password}")
        try world.write(password + "\n", to: "password")
        #expect(chmod(world.path("password"), 0o600) == 0)
        try world.accept([OrderForm()])
        return world
    }

    private static func peer(_ certificate: TestCertificate) throws -> ScriptedSMTPPeer {
        try ScriptedSMTPPeer(aiosmtpdWith: certificate, user: "handbill", password: "correct horse")
    }

    private static func trusting(_ certificate: TestCertificate) -> [String: String] {
        ["SSL_CERT_FILE": certificate.certificateFile]
    }

    @Test func `logs in over TLS with a secret from a file`() throws {
        let certificate = try TestCertificate()
        let peer = try Self.peer(certificate)
        let world = try Self.world(peer)
        let run = try world.handbill("mail", "send", environment: Self.trusting(certificate))
        try #require(run.exitCode == 0, "\(run.complaints)")
        let mail = try peer.next("mail")
        #expect(mail.isEncrypted == true)
        #expect(mail.from == "orders@example.org")
        #expect(mail.to == ["aisha.khan@example.org"])
        let doctor = try world.handbill("doctor", environment: Self.trusting(certificate))
        #expect(doctor.exitCode == 0, "\(doctor.text)")
        #expect(!(doctor.text + doctor.complaints + run.complaints).contains("correct horse"))
    }

    @Test func `waits while the password is wrong, and says that the server doesn't take it`() throws {
        let certificate = try TestCertificate()
        let peer = try Self.peer(certificate)
        let world = try Self.world(peer, password: "wrong")
        let run = try world.handbill("mail", "send", environment: Self.trusting(certificate))
        #expect(run.exitCode == 75)
        #expect(run.complaints.contains("535"), "\(run.complaints)")
        #expect(!run.complaints.contains("wrong\n"))
        let mails = try world.listing("mail", "list", as: [ListedMail].self)
        #expect(mails.map(\.state) == ["queued"])
    }

    @Test func `sends nothing to a server whose certificate it doesn't trust`() throws {
        let peer = try Self.peer(try TestCertificate())
        let world = try Self.world(peer)
        let run = try world.handbill("mail", "send")
        #expect(run.exitCode == 75)
        #expect(run.complaints.lowercased().contains("certificate"), "\(run.complaints)")
        let mails = try world.listing("mail", "list", as: [ListedMail].self)
        #expect(mails.map(\.state) == ["queued"])
    }

    @Test func `sends nothing to a server that goes by another name`() throws {
        let certificate = try TestCertificate(for: "DNS:mail.example.org")
        let peer = try Self.peer(certificate)
        let world = try Self.world(peer)
        let run = try world.handbill("mail", "send", environment: Self.trusting(certificate))
        #expect(run.exitCode == 75)
        #expect(try world.listing("mail", "list", as: [ListedMail].self).map(\.state) == ["queued"])
    }

    @Test func `sends nothing in the open where TLS is required`() throws {
        let sink = try SMTPSink()
        let world = try World(settings: "mail: {url: \"\(sink.url)\", tls: required}")
        try world.accept([OrderForm()])
        let run = try world.handbill("mail", "send")
        #expect(run.exitCode == 75)
        #expect(try sink.received.isEmpty)
    }

    @Test func `says which file the secret should be in`() throws {
        let world = try World(
            settings: "mail: {url: \"smtp://127.0.0.1:9\", tls: required, user: handbill, passwordFile: nowhere}")
        try world.accept([OrderForm()])
        let run = try world.handbill("mail", "send")
        #expect(run.exitCode == 78)
        #expect(run.complaints.contains("nowhere"))
    }
}
