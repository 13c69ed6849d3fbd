import TestSupport
import Testing

@testable import Wire

/// Against `aiosmtpd`, with TLS and login.
struct SMTPTLSTests {
    private static let login = SMTPServer.Login(user: "handbill", password: "correct horse")

    @Test(arguments: [false, true])
    func `logs in over verified TLS`(implicitTLS: Bool) throws {
        let certificate = try TestCertificate()
        let peer = try ScriptedSMTPPeer(
            aiosmtpdWith: certificate, implicitTLS: implicitTLS, user: Self.login.user, password: Self.login.password)
        let url = (implicitTLS ? "smtps" : "smtp") + "://127.0.0.1:\(peer.port)"
        let connection = try SMTPConnection(
            url, tls: .required, login: Self.login, caFile: certificate.certificateFile)
        for _ in 0..<2 {
            #expect(connection.sendSample() == .accepted)
            let mail = try peer.next("mail")
            #expect(mail.isEncrypted == true)
            #expect(mail.to == [Sample.recipient])
            #expect(mail.text == String(decoding: Sample.message, as: UTF8.self))
        }
        #expect(try connection.probe().get() == SMTPProbe(isEncrypted: true, isVerified: true, isLoggedIn: true))
    }

    @Test func `takes a refused login for the settings' fault`() throws {
        let certificate = try TestCertificate()
        let peer = try ScriptedSMTPPeer(
            aiosmtpdWith: certificate, user: Self.login.user, password: Self.login.password)
        let wrong = SMTPServer.Login(user: "handbill", password: "wrong")
        let connection = try SMTPConnection(
            peer.url, tls: .required, login: wrong, caFile: certificate.certificateFile)
        guard case .unreachable(let words) = connection.sendSample() else { return #expect(Bool(false)) }
        #expect(words.hasPrefix("535 "))
        #expect(throws: WireProblem.self) { try connection.probe().get() }

        // Without any login the server says 530 to MAIL.
        let anonymous = try SMTPConnection(peer.url, tls: .required, caFile: certificate.certificateFile)
        #expect(Kind(anonymous.sendSample()) == .unreachable)
    }

    @Test func `sends nothing to a server that it can't verify`() throws {
        let peer = try ScriptedSMTPPeer(aiosmtpdWith: try TestCertificate())
        let connection = try SMTPConnection(peer.url, tls: .required)
        #expect(Kind(connection.sendSample()) == .unreachable)
    }

    @Test func `sends nothing to a server that goes by another name`() throws {
        let certificate = try TestCertificate(for: "DNS:mail.example.org")
        let peer = try ScriptedSMTPPeer(aiosmtpdWith: certificate)
        let connection = try SMTPConnection(peer.url, tls: .required, caFile: certificate.certificateFile)
        #expect(Kind(connection.sendSample()) == .unreachable)
    }

    @Test func `sends nothing in the open where TLS is required`() throws {
        let peer = try ScriptedSMTPPeer()
        let connection = try SMTPConnection(peer.url, tls: .required)
        #expect(Kind(connection.sendSample()) == .unreachable)
        #expect(try (0..<3).map { _ in try peer.next().event } == ["connection", "command", "end"])
    }

    @Test func `believes no answer that was slipped in before TLS`() throws {
        let certificate = try TestCertificate()
        let peer = try ScriptedSMTPPeer(
            script: [
                "EHLO": ["250-peer.example.org\n250 STARTTLS"],
                "STARTTLS": ["220 go on\n250-peer.example.org\n250 AUTH PLAIN\n!tls"],
            ],
            certificate: certificate)
        let connection = try SMTPConnection(peer.url, tls: .required, caFile: certificate.certificateFile)
        #expect(Kind(connection.sendSample()) == .unreachable)
    }

    @Test func `encrypts where it can if TLS is opportunistic`() throws {
        let peer = try ScriptedSMTPPeer(aiosmtpdWith: try TestCertificate(for: "DNS:mail.example.org"))
        let connection = try SMTPConnection(peer.url, tls: .opportunistic)
        #expect(connection.sendSample() == .accepted)
        #expect(try peer.next("mail").isEncrypted == true)
        #expect(try connection.probe().get() == SMTPProbe(isEncrypted: true, isVerified: false, isLoggedIn: false))
    }

    @Test(arguments: [TLSMode.opportunistic, .none])
    func `sends in the open where that is allowed and the server has no TLS`(mode: TLSMode) throws {
        let peer = try ScriptedSMTPPeer()
        let connection = try SMTPConnection(peer.url, tls: mode)
        #expect(connection.sendSample() == .accepted)
        #expect(try peer.next("mail").isEncrypted == false)
        #expect(try connection.probe().get() == SMTPProbe(isEncrypted: false, isVerified: false, isLoggedIn: false))
    }

    @Test func `says so if the server offers no login`() throws {
        let peer = try ScriptedSMTPPeer()
        let connection = try SMTPConnection(peer.url, tls: .none, login: Self.login)
        #expect(throws: WireProblem.self) { try connection.probe().get() }
    }

    @Test func `knows a text that was lost under TLS`() throws {
        let certificate = try TestCertificate()
        let peer = try ScriptedSMTPPeer(
            script: [
                "EHLO": ["250-peer.example.org\n250 STARTTLS", "250 peer.example.org"], "STARTTLS": ["220 go on\n!tls"],
                ".": ["!reset"],
            ],
            certificate: certificate)
        let connection = try SMTPConnection(peer.url, tls: .required, caFile: certificate.certificateFile)
        #expect(Kind(connection.sendSample()) == .ambiguous)
    }
}
