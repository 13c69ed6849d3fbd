import Testing

@testable import Orders

@Suite struct EmailAddressTests {
    @Test(arguments: [
        "aisha@example.org", "a.b+leaflets@mail.example.org", "o'brien@example.org", "x@xn--bcher-kva.example",
        "a@b.co",
        "1_2-3@123.example",
    ])
    func `takes an ordinary address`(text: String) throws {
        let address = try EmailAddress.read(" \(text) ").get()
        #expect(address.text == text)
        #expect(!address.needsSMTPUTF8)
    }

    @Test(arguments: ["siân@example.org", "aisha@bücher.example", "রহিমা@example.org"])
    func `knows what only a server with SMTPUTF8 takes`(text: String) throws {
        #expect(try EmailAddress.read(text).get().needsSMTPUTF8)
    }

    @Test(arguments: [
        "", "@", "aisha", "aisha@", "@example.org", "aisha@example", "a@b@example.org", ".aisha@example.org",
        "aisha.@example.org", "ai..sha@example.org", "aisha@example..org", "aisha@-example.org", "aisha@example-.org",
        "aisha@example.org.", "aisha@[127.0.0.1]", "aisha@127.0.0.1", "\"a b\"@example.org", "ai sha@example.org",
        "aisha@exa mple.org", "aisha@example.org, b@example.org", "<aisha@example.org>", "aisha@exam_ple.org",
        "aisha@example.c", "aisha＠example.org", "aisha@example.org\u{202E}", "a\u{A0}b@example.org", "a(b)@example.org",
    ])
    func `refuses what is no single plain address`(text: String) {
        #expect(throws: Problem.self) { try EmailAddress.read(text).get() }
    }

    @Test(arguments: [
        "aisha@example.org>\r\nRCPT TO:<evil@example.net", "aisha@example.org\r\nBcc: evil@example.net",
        "aisha@example.org\n", "\raisha@example.org", "aisha@example.org\u{0}", "ai\u{7F}sha@example.org",
        "aisha@example.org\u{85}", "aisha@example.org\u{2028}Bcc",
    ])
    func `refuses what would end a header or a command`(text: String) {
        guard case .failure(let problem) = EmailAddress.read(text) else {
            Issue.record("took \(text.debugDescription)")
            return
        }
        #expect(problem.field == "email")
        #expect(problem.problem == "must not hold line breaks or hidden characters")
        #expect(problem.hint == "write one address, in the form name@example.org")
    }

    @Test func `keeps to the lengths of RFC 5321`() {
        let label = String(repeating: "d", count: 63)
        let local = String(repeating: "l", count: 64)
        #expect(throws: Never.self) { try EmailAddress.read("\(local)@\(label).example").get() }
        #expect(throws: Problem.self) { try EmailAddress.read("\(local)l@\(label).example").get() }
        #expect(throws: Problem.self) { try EmailAddress.read("\(local)@\(label)d.example").get() }
        #expect(throws: Problem.self) { try EmailAddress.read("\(local)@\(label).\(label).\(label).example").get() }
    }

    @Test(arguments: [
        ("mailto:aisha@example.org", "did you mean aisha@example.org?"),
        ("Aisha Khan <aisha@example.org>", "did you mean aisha@example.org?"),
        ("aisha @example.org", "did you mean aisha@example.org?"),
        ("aisha@example,org", "did you mean aisha@example.org?"),
        ("aisha@example.org.", "did you mean aisha@example.org?"),
        ("aisha at example", "write one address, in the form name@example.org"),
    ])
    func `says which address was probably meant`(text: String, hint: String) {
        guard case .failure(let problem) = EmailAddress.read(text) else {
            Issue.record("took \(text)")
            return
        }
        #expect(problem.hint == hint)
    }
}
