/// The name of a folder, as it stands in a command.
///
/// People write it in UTF-8; IMAP wants modified UTF-7 (RFC 3501, section 5.1.3) in a quoted string (section 4.3), out
/// of which no name can break.
struct IMAPFolder: Sendable, Hashable {
    /// As people write it: `INBOX`, `Orders/Leaflets`, `Bestellungen für Mai`.
    let name: String

    /// - Throws: `WireProblem` for a name that is empty, longer than 255 bytes or has control characters.
    init(_ name: String) throws(WireProblem) {
        guard (1...255).contains(name.utf8.count),
            !name.unicodeScalars.contains(where: { $0.properties.generalCategory == .control })
        else {
            throw WireProblem(
                subject: "imap.folder", problem: "is empty, too long or has control characters",
                hint: "write the folder's name as the mail server has it, mostly INBOX")
        }
        self.name = name
    }

    /// The quoted string, quotes included.
    var quoted: String {
        var text = "\""
        for character in Self.encoded(name) {
            if character == "\"" || character == "\\" { text.append("\\") }
            text.append(character)
        }
        return text + "\""
    }

    /// Printable ASCII stands for itself, `&` is `&-`, and runs of anything else are UTF-16 in a base64 of their own
    /// between `&` and `-`.
    static func encoded(_ name: String) -> String {
        var text = ""
        var run: [UInt8] = []
        func endRun() {
            if !run.isEmpty { text += "&" + base64(run) + "-" }
            run.removeAll()
        }
        for unit in name.utf16 {
            guard (0x20...0x7E).contains(unit) else {
                run += [UInt8(unit >> 8), UInt8(unit & 0xFF)]
                continue
            }
            endRun()
            text += unit == 0x26 ? "&-" : String(UnicodeScalar(UInt8(unit)))
        }
        endRun()
        return text
    }

    /// Base64 with a comma for the slash, and without padding.
    private static func base64(_ bytes: [UInt8]) -> String {
        let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+,")
        var text = ""
        for start in stride(from: 0, to: bytes.count, by: 3) {
            let group = bytes[start..<min(start + 3, bytes.count)]
            let bits = group.reduce(0) { $0 << 8 | UInt32($1) } << (8 * (3 - UInt32(group.count)))
            for place in 0...group.count {
                text.append(alphabet[Int(bits >> (18 - 6 * UInt32(place)) & 0x3F)])
            }
        }
        return text
    }
}
