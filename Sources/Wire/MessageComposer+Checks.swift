extension MessageComposer {
    /// Refuses what could leave its header, or would not arrive as it is meant.
    static func check(_ draft: MessageDraft) throws(WireProblem) {
        try check(draft.from, "the sender")
        try check(draft.to, "the recipient")
        if let replyTo = draft.replyTo { try check(replyTo, "the address for replies") }
        try checkLine(draft.subject, "the subject")
        try checkMessageID(draft.messageID, "the Message-ID")
        if let answered = draft.inReplyTo { try checkMessageID(answered, "the Message-ID of what is answered") }
        try checkToken(draft.language, "the language", longest: 35)
        guard (0...253_402_300_799).contains(draft.date) else {
            throw WireProblem(subject: "the date", problem: "isn't between the years 1970 and 9999")
        }
        for header in draft.headers { try check(header) }
        if let html = draft.html { try checkBoundary(draft.boundary, texts: [draft.text, html]) }
    }

    private static func check(_ mailbox: Mailbox, _ subject: String) throws(WireProblem) {
        if let problem = EnvelopeAddress.problem(in: mailbox.address) {
            throw WireProblem(subject: "\(subject)'s address", problem: problem)
        }
        try checkLine(mailbox.name, "\(subject)'s name")
    }

    private static func checkMessageID(_ id: String, _ subject: String) throws(WireProblem) {
        try checkToken(id, subject, longest: 250)
        guard id.contains("@"), !id.utf8.contains(where: { $0 == 0x3C || $0 == 0x3E }) else {
            throw WireProblem(subject: subject, problem: "isn't left@right without angle brackets")
        }
    }

    /// Headers that the draft has fields for, or that say how the body is built.
    private static let ownHeaders: Set<String> = [
        "from", "to", "cc", "bcc", "reply-to", "subject", "date", "message-id", "in-reply-to", "references",
        "mime-version", "auto-submitted",
    ]

    private static func check(_ header: MessageDraft.Header) throws(WireProblem) {
        try checkToken(header.name, "the name of a header", longest: 60)
        let name = header.name.lowercased()
        guard !name.contains(":"), !ownHeaders.contains(name), !name.hasPrefix("content-") else {
            throw WireProblem(
                subject: "a further header", problem: "has a colon in its name or is one of the draft's own")
        }
        try checkLine(header.value, "the header \(header.name)")
    }

    /// One line of text: no line break of any script, no other control character, nothing of a thousand characters.
    private static func checkLine(_ text: String, _ subject: String) throws(WireProblem) {
        for scalar in text.unicodeScalars {
            switch scalar.properties.generalCategory {
            case .control, .lineSeparator, .paragraphSeparator:
                throw WireProblem(subject: subject, problem: "has a line break or control character")
            default: continue
            }
        }
        guard text.utf8.count <= 2_000 else {
            throw WireProblem(subject: subject, problem: "is longer than 2000 bytes")
        }
    }

    /// Visible ASCII, not empty.
    private static func checkToken(_ text: String, _ subject: String, longest: Int) throws(WireProblem) {
        guard (1...longest).contains(text.utf8.count), text.utf8.allSatisfy({ (0x21...0x7E).contains($0) }) else {
            throw WireProblem(subject: subject, problem: "isn't 1 to \(longest) visible ASCII characters")
        }
    }

    /// The boundary's characters need no quoting trouble, and no line of a part may look like it (RFC 2046, 5.1.1).
    private static func checkBoundary(_ boundary: String, texts: [String]) throws(WireProblem) {
        try checkToken(boundary, "the boundary", longest: 70)
        guard boundary.utf8.allSatisfy({ $0 != 0x22 && $0 != 0x5C }) else {
            throw WireProblem(subject: "the boundary", problem: "has a quote or backslash")
        }
        guard !texts.contains(where: { $0.contains("--" + boundary) }) else {
            throw WireProblem(subject: "the boundary", problem: "occurs in the text")
        }
    }
}
