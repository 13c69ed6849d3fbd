import Testing

@testable import Wire

struct SMTPServerTests {
    @Test(arguments: [
        ("smtp://mail.example.org", "mail.example.org", 25, false),
        ("smtp://mail.example.org:587", "mail.example.org", 587, false),
        ("SMTPS://mail.example.org/", "mail.example.org", 465, true),
        ("smtps://[2001:db8::1]:4650", "2001:db8::1", 4650, true),
        ("smtp://192.0.2.1:2525", "192.0.2.1", 2525, false),
    ])
    func `reads URLs`(url: String, host: String, port: Int, implicitTLS: Bool) throws {
        let server = try SMTPServer(url: url)
        #expect(server.host == host)
        #expect(server.port == port)
        #expect(server.implicitTLS == implicitTLS)
    }

    @Test(arguments: [
        "", "mail.example.org", "mail.example.org:25", "http://mail.example.org", "file:///etc/passwd",
        "imap://a.example",
        "smtp:mail.example.org", "smtp://", "smtp:///", "smtp://:25", "smtp://mail.example.org:", "smtp://a.example:0",
        "smtp://a.example:65536", "smtp://a.example:+25", "smtp://a.example:25x", "smtp://a.example/path",
        "smtp://a.example?x=1", "smtp://a.example#x", "smtp://user@a.example", "smtp://user:secret@a.example",
        "smtp://a example", "smtp://a.example\r\nQUIT", "smtp://a\0b", "smtp://-a.example", "smtp://[::1",
        "smtp://[::1]x",
        "smtp://[mail]", "smtp://ä.example",
    ])
    func `refuses what is no mail server's URL`(url: String) {
        #expect(throws: WireProblem.self) { try SMTPServer(url: url) }
    }

    @Test func `does not repeat a password that somebody put into the URL`() {
        let problem = #expect(throws: WireProblem.self) { try SMTPServer(url: "smtp://user:hunter2@mail.example.org") }
        #expect(problem?.description.contains("hunter2") == false)
    }

    @Test(arguments: [
        ("smtp://mail.example.org", TLSMode.required), ("smtps://mail.example.org", .required),
        ("smtps://localhost", .required), ("smtp://localhost:25", .opportunistic), ("smtp://127.0.0.1", .opportunistic),
        ("smtp://127.9.9.9", .opportunistic), ("smtp://[::1]", .opportunistic), ("smtp://127.evil.example", .required),
    ])
    func `requires TLS by default for anything but loopback`(url: String, mode: TLSMode) throws {
        #expect(try SMTPServer(url: url).tls == mode)
    }

    @Test(arguments: [TLSMode.opportunistic, .none])
    func `lets no password travel in the open`(mode: TLSMode) throws {
        let login = SMTPServer.Login(user: "handbill", password: "secret")
        #expect(throws: WireProblem.self) { try SMTPServer(url: "smtp://mail.example.org", tls: mode, login: login) }
        #expect(throws: Never.self) { try SMTPServer(url: "smtp://127.0.0.1", tls: mode, login: login) }
        #expect(throws: Never.self) { try SMTPServer(url: "smtp://mail.example.org", tls: .required, login: login) }
    }

    @Test func `refuses smtps without TLS`() {
        #expect(throws: WireProblem.self) { try SMTPServer(url: "smtps://localhost", tls: TLSMode.none) }
    }

    @Test(arguments: ["", "a b", "a\r\nMAIL FROM:<x@example.org>", "a/b", "ä"])
    func `refuses an EHLO name that is no host name`(name: String) {
        #expect(throws: WireProblem.self) { try SMTPServer(url: "smtp://localhost", heloName: name) }
    }

    @Test func `refuses a password with a line break`() {
        let login = SMTPServer.Login(user: "handbill", password: "secret\n")
        #expect(throws: WireProblem.self) { try SMTPServer(url: "smtp://localhost", login: login) }
    }

    @Test func `says no password when it is printed`() throws {
        let login = SMTPServer.Login(user: "handbill", password: "hunter2")
        let server = try SMTPServer(url: "smtp://localhost", login: login)
        #expect(!"\(server)".contains("hunter2"))
        #expect(!String(reflecting: server).contains("hunter2"))
    }
}
