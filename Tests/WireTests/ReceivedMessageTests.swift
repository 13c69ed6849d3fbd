import Foundation
import Testing

@testable import Wire

struct ReceivedMessageTests {
    private static func read(_ header: String, _ body: String = "Hello\r\n") -> ReceivedMessage {
        ReceivedMessage(Array("\(header)\r\n\r\n\(body)".utf8))
    }

    @Test func `reads who wrote, when and about what`() {
        let message = Self.read(
            """
            Return-Path: <jo@example.org>\r
            From: =?utf-8?q?Jo_D=C3=B6e?= <jo@example.org>, Other <other@example.org>\r
            Reply-To: "Jo at home" <home@example.org>\r
            To: orders@example.org\r
            Subject: =?iso-8859-1?Q?Leaflets_f=FCr?= =?utf-8?B?IHVucyDwn5a2?=\r
            Date: Thu, 1 Oct 2026 10:00:00 +0100\r
            Message-ID: <abc.123@example.org>\r
            In-Reply-To: <first@example.org>\r
            References: <first@example.org>\r
             <second@example.org>
            """)
        #expect(message.from == Mailbox(name: "Jo Döe", address: "jo@example.org"))
        #expect(message.replyTo == Mailbox(name: "Jo at home", address: "home@example.org"))
        #expect(message.returnPath == "jo@example.org")
        #expect(message.subject == "Leaflets für uns 🖶")
        #expect(message.date == 1_790_845_200)
        #expect(message.messageID == "abc.123@example.org")
        #expect(message.inReplyTo == "first@example.org")
        #expect(message.references == ["first@example.org", "second@example.org"])
        #expect(message.text == "Hello")
        #expect(message.attachments == 0)
        #expect(!message.isAutomatic && !message.isReport && !message.isTextCut)
    }

    @Test(arguments: [
        ("From: jo@example.org", "jo@example.org"), ("From: Jo <jo@example.org>", "jo@example.org"),
        ("From: friends: Jo <jo@example.org>, Al <al@example.org>;", "jo@example.org"),
        ("From: Jo <jo@example.org>\r\nFrom: Al <al@example.org>", "jo@example.org"),
        ("From: undisclosed:;", nil), ("From:", nil), ("X: y", nil), ("From: Jo", nil), ("From: <>", nil),
        ("From: jö@example.org", nil), ("From: nobody, jo@example.org", "jo@example.org"),
        ("From: \"a@b>\\r\\nRCPT TO:<c\"@example.org", nil),
        ("from: jo@example.org", "jo@example.org"), ("From : jo@example.org", "jo@example.org"),
    ])
    func `takes the first mailbox that mail can go to for the writer`(header: String, address: String?) {
        #expect(Self.read(header).from?.address == address)
    }

    @Test(arguments: [
        ("Auto-Submitted: auto-replied", true), ("Auto-Submitted: auto-generated; x=y", true),
        ("Auto-Submitted: no", false), ("Auto-Submitted: No (really)", false), ("AUTO-SUBMITTED: (x) no", false),
        ("Auto-Submitted: no\r\nAuto-Submitted: auto-replied", true), ("Auto-Submitted:", true),
        ("List-Id: Stewards <stewards.example.org>", true), ("Precedence: bulk", true), ("Precedence: JUNK", true),
        ("Precedence: list", true), ("Precedence: first-class\r\nPrecedence: bulk", true),
        ("Precedence: bulk\r\nPrecedence: first-class", true),
        ("Auto-Submitted: auto-replied\r\nAuto-Submitted: no", true),
        ("X-Auto-Response-Suppress: DR\r\nX-Auto-Response-Suppress: All", true),
        ("List-Unsubscribe: <mailto:off@example.org>", true), ("From: noreply@example.org", true),
        ("From: No-Reply@example.org", true), ("From: do_not_reply@example.org", true),
        ("From: reply@example.org", false),
        ("Precedence: first-class", false), ("Return-Path: <>", true),
        ("Return-Path: < >", true), ("Return-Path: <jo@example.org>", false), ("X-Autoreply: yes", true),
        ("X-Autorespond: on holiday", true), ("X-Auto-Response-Suppress: All", true),
        ("X-Auto-Response-Suppress: OOF, AutoReply", true), ("X-Auto-Response-Suppress: DR, RN", false),
        ("Content-Type: multipart/report; report-type=delivery-status; boundary=x", true),
        ("From: MAILER-DAEMON@example.org", true), ("From: Postmaster <postmaster@example.org>", true),
        ("From: postmasters@example.org", false), ("Subject: Re: leaflets", false),
    ])
    func `knows what no person sent`(header: String, isAutomatic: Bool) {
        #expect(Self.read(header).isAutomatic == isAutomatic)
    }

    @Test func `lets no line break out of a field`() {
        let message = Self.read(
            """
            From: =?utf-8?q?Jo=0D=0ABcc=3A_evil=40example.org=0D=0A?= <jo@example.org>\r
            Subject: =?utf-8?q?Hi=0D=0A=0D=0Abody=E2=80=A8=00=1B[31m=E2=80=AE?= there\r
            Message-ID: <a b@example.org>\r
            List-Id: =?utf-8?q?x=0Ay?=
            """)
        #expect(message.from == Mailbox(name: "Jo Bcc: evil@example.org", address: "jo@example.org"))
        let fields = [message.subject, message.from?.name ?? "", message.listID ?? ""]
        for field in fields {
            #expect(!field.unicodeScalars.contains { $0.properties.generalCategory == .control || $0 == "\u{202E}" })
        }
        #expect(message.subject.hasPrefix("Hi body"))
        #expect(message.messageID?.contains(" ") != true)
    }

    @Test(arguments: [
        // The content type and transfer encoding, the body's bytes, the text.
        (
            "text/plain; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable", "caf=C3=A9 =\r\nbar=20",
            "café bar"
        ),
        ("text/plain; charset=iso-8859-1\r\nContent-Transfer-Encoding: quoted-printable", "caf=E9 =93x=94", "café “x”"),
        ("text/plain; charset=windows-1250\r\nContent-Transfer-Encoding: quoted-printable", "=A3=F3d=9F", "Łódź"),
        ("text/plain; charset=utf-8\r\nContent-Transfer-Encoding: base64", "Y2Fmw6k=", "café"),
        ("text/plain; charset=utf-8\r\nContent-Transfer-Encoding: base64", "Y2Fm!!w6k=", "café"),
        ("text/plain; charset=utf-8\r\nContent-Transfer-Encoding: base64", "Y2Fmw6", "caf"),
        ("text/plain; charset=utf-16le\r\nContent-Transfer-Encoding: base64", "YQBiAA==", "ab"),
        ("text/plain; charset=nonsense\r\nContent-Transfer-Encoding: quoted-printable", "caf=C3=A9", "café"),
        ("text/plain; charset=nonsense\r\nContent-Transfer-Encoding: quoted-printable", "caf=E9", "café"),
        ("text/plain\r\nContent-Transfer-Encoding: 8bit", "café", "café"),
        ("text/plain\r\nContent-Transfer-Encoding: nonsense", "plain", "plain"),
        ("text/plain; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable", "bad=C3=28=FF", "badÃ(ÿ"),
        ("nonsense", "plain", ""), ("text/plain; name=order.txt", "plain", "plain"),
        (
            "text/plain; format=flowed", "one \r\ntwo\r\n  three\r\n> > q \r\n>> r\r\n-- \r\nJo",
            "one two\n three\n> > q \n>> r\n-- \nJo"
        ),
        (
            "text/plain; format=flowed", "Name: Jo Doe\r\nOrganisation: \r\nAddress: 1 Road \r\nTown: Wells\r\n",
            "Name: Jo Doe\nOrganisation: \nAddress: 1 Road \nTown: Wells"
        ),
        ("text/plain; format=Flowed; DelSp=Yes", "inter \r\nnational \r\n\r\nend", "international\nend"),
        ("text/html", "<p>Hello<br>Jo", "Hello\nJo"), ("image/png", "x", ""), ("text/calendar", "x", ""),
    ])
    func `decodes what a message says`(type: String, body: String, text: String) {
        let message = Self.read("MIME-Version: 1.0\r\nContent-Type: \(type)", body + "\r\n")
        #expect(message.text == text)
    }

    private static func multipart(_ subtype: String, _ parts: String...) -> String {
        let boundary = "b\(parts.joined().utf8.reduce(0) { ($0 &* 31 &+ Int($1)) & 0xFFFFFF })"
        return "Content-Type: multipart/\(subtype); boundary=\(boundary)\r\n\r\npreamble\r\n"
            + parts.map { "--\(boundary)\r\n\($0)\r\n" }.joined() + "--\(boundary)--\r\n"
    }

    private static let plain = "Content-Type: text/plain\r\n\r\nplain"
    private static let html = "Content-Type: text/html\r\n\r\n<b>rich</b>"
    private static let file = "Content-Type: text/plain\r\nContent-Disposition: attachment; filename=a.txt\r\n\r\nfile"
    private static let picture = "Content-Type: image/png\r\nContent-Transfer-Encoding: base64\r\n\r\nAAAA"
    private static let message = "Content-Type: message/rfc822\r\n\r\nFrom: al@example.org\r\nSubject: x\r\n\r\ninner"

    @Test(arguments: [
        (multipart("alternative", plain, html), "plain", 0), (multipart("alternative", html, plain), "plain", 0),
        (multipart("mixed", file, plain, picture), "plain", 2), (multipart("mixed", message, html), "rich", 1),
        (multipart("mixed", multipart("related", multipart("alternative", plain, html), picture), file), "plain", 2),
        (multipart("alternative", "Content-Type: text/plain\r\n\r\n \r\n", html), "rich", 0),
        (multipart("mixed", file), "", 1), (multipart("mixed", message), "", 1), (multipart("mixed"), "", 0),
        (multipart("mixed", "Content-Type: text/plain; name=a.txt\r\n\r\nfile", html), "rich", 1),
        ("Content-Type: multipart/mixed\r\n\r\nno boundary", "", 0),
    ])
    func `finds the part that says something`(message: String, text: String, attachments: Int) {
        let message = ReceivedMessage(Array("From: jo@example.org\r\n\(message)".utf8))
        #expect(message.text == text)
        #expect(message.attachments == attachments)
        #expect(message.from?.address == "jo@example.org")
    }

    @Test func `drops controls and what hides or turns text`() {
        let body = "a\u{0}b\u{1B}[31m\u{202E}c\u{200B}d\u{AD}\tx\r\ny\rz\u{2028}w\u{FEFF}\u{A0}v"
        #expect(Self.read("Content-Type: text/plain; charset=utf-8", body).text == "ab[31mcd\tx\ny\nz\nw v")
    }

    @Test func `keeps 64 KiB of text, cut between characters`() {
        let message = Self.read(
            "Content-Type: text/plain; charset=utf-8", "x" + String(repeating: "é🖨\r\n", count: 20_000))
        #expect(message.isTextCut)
        #expect((65_530...65_536).contains(message.text.utf8.count))
        #expect(message.text.hasPrefix("xé🖨\né"))
        #expect(!message.text.contains("\u{FFFD}"))
        #expect(!Self.read("X: y", String(repeating: "x", count: 65_536)).isTextCut)
    }

    @Test func `reads no more of a header than anybody writes`() {
        let fields = String(repeating: "To: friend@example.org\r\n", count: 60_000)
        let many = ReceivedMessage(Array("From: jo@example.org\r\n\(fields)Subject: late\r\n\r\nHello".utf8))
        #expect(many.from?.address == "jo@example.org")
        #expect(many.subject == "")
        #expect(many.text == "Hello")
        let long = Self.read("From: jo@example.org\r\nSubject: \(String(repeating: "=?utf-8?q?x?= ", count: 80_000))")
        #expect(long.subject == "")
        #expect(long.text == "Hello")
        #expect(Self.read("Subject: \(String(repeating: "x", count: 60_000))").subject.count == 500)
        #expect(
            Self.read("References: \(String(repeating: "<a@b>\r\n ", count: 5_000))<z@b>").references.suffix(2) == [
                "a@b", "z@b",
            ])
    }

    @Test func `survives a thousand multiparts in each other`() {
        for depth in [15, 1_000, 20_000] {
            let body = (0..<depth).map { "Content-Type: multipart/mixed; boundary=b\($0)\r\n\r\n--b\($0)\r\n" }.joined()
            let message = ReceivedMessage(Array("From: jo@example.org\r\n\(body)\r\ndeep\r\n".utf8))
            #expect(message.from?.address == "jo@example.org")
            #expect(message.text == (depth < 20 ? "deep" : ""))
        }
    }

    @Test func `survives messages in messages, and lines that look like boundaries`() {
        let nested = String(repeating: "Content-Type: message/rfc822\r\n\r\n", count: 5_000)
        #expect(ReceivedMessage(Array("From: jo@example.org\r\n\(nested)".utf8)).attachments == 1)
        let types = (0..<300).map { "Content-Type: multipart/mixed; boundary=b\($0)\r\n\r\n--b\($0)\r\n" }.joined()
        let lines = String(repeating: "--x\r\n", count: 100_000)
        #expect(ReceivedMessage(Array("From: jo@example.org\r\n\(types)\r\n\(lines)".utf8)).from != nil)
    }

    @Test(arguments: ["", "\r\n", "\n\n\n", "\0", "From", ":", " ", "--", "From: ", "\u{FEFF}From: jo@example.org"])
    func `makes something of nearly nothing`(bytes: String) {
        let message = ReceivedMessage(Array(bytes.utf8))
        #expect(message.from == nil)
        #expect(message.subject == "" && message.attachments == 0 && message.messageID == nil)
    }

    @Test func `makes something of any bytes`() {
        let whole = Array(
            ("From: =?utf-8?q?J=C3=B6?= <jo@example.org>\r\nSubject: x\r\nMIME-Version: 1.0\r\n"
                + Self.multipart("mixed", Self.plain, Self.html, Self.file, Self.message)).utf8)
        var seed: UInt64 = 7
        for round in 0..<2_000 {
            var bytes = Array(whole[..<(round % whole.count)])
            for _ in 0..<4 where !bytes.isEmpty {
                seed = seed &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
                bytes[Int(seed >> 33) % bytes.count] = UInt8(truncatingIfNeeded: seed >> 24)
            }
            let message = ReceivedMessage(bytes)
            #expect(!message.text.unicodeScalars.contains { $0 == "\u{0}" || $0 == "\r" })
        }
    }
}
