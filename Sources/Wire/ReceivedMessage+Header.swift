import CGMime

extension ReceivedMessage {
    /// A header is a few thousand bytes; more is an attack on whoever reads it, and the rest isn't read.
    static let longestHeader = 65_536
    private static let mostFields = 500

    /// The message with what is too long or too much in its header left out; the body stays.
    static func withBoundedHeader(_ bytes: [UInt8]) -> [UInt8] {
        var place = 0
        var fields = 0
        /// Where the last field that is kept ends.
        var kept: Int?
        var lastStart = 0
        while place < bytes.count, bytes[place] != 0x0A, !bytes[place...].starts(with: [0x0D, 0x0A]) {
            if bytes[place] != 0x20, bytes[place] != 0x09 {
                fields += 1
                lastStart = place
            }
            place = (bytes[place...].firstIndex(of: 0x0A) ?? bytes.count - 1) + 1
            if kept == nil, place > longestHeader || fields > mostFields { kept = lastStart }
        }
        guard let kept else { return bytes }
        return Array(bytes[..<kept] + bytes[place...])
    }

    mutating func readHeader(of message: UnsafeMutablePointer<GMimeMessage>) {
        from = Self.firstMailbox(g_mime_message_get_addresses(message, GMIME_ADDRESS_TYPE_FROM))
        replyTo = Self.firstMailbox(g_mime_message_get_addresses(message, GMIME_ADDRESS_TYPE_REPLY_TO))
        subject = g_mime_message_get_subject(message).map(Self.line) ?? ""
        messageID = g_mime_message_get_message_id(message).flatMap { Self.id(String(cString: $0)) }
        if let time = g_mime_message_get_date(message) {
            let seconds = g_date_time_to_unix(time)
            if (0...253_402_300_799).contains(seconds) { date = Int64(seconds) }
        }

        let list = g_mime_object_get_header_list(cgmime_message_object(message))
        for index in 0..<g_mime_header_list_get_count(list) {
            guard let header = g_mime_header_list_get_header_at(list, index),
                let name = g_mime_header_get_name(header), let value = g_mime_header_get_value(header)
            else { continue }
            read(String(cString: name).lowercased(), value)
        }
    }

    /// Takes note of a field. Of several of a name the first counts, or that which speaks against an answer.
    private mutating func read(_ name: String, _ text: UnsafePointer<CChar>) {
        let value = Self.line(text)
        switch name {
        case "return-path":
            let path = value.filter { $0 != "<" && $0 != ">" && $0 != " " }
            returnPath = path.isEmpty ? path : returnPath ?? path
        case "in-reply-to": inReplyTo = inReplyTo ?? Self.ids(String(cString: text)).first
        case "references" where references.isEmpty: references = Array(Self.ids(String(cString: text)).suffix(20))
        case "auto-submitted":
            let word = Self.word(value)
            if autoSubmitted == nil || autoSubmitted == "no" { autoSubmitted = word }
        case "precedence":
            let word = Self.word(value)
            if precedence == nil || Self.bulkWords.contains(word) { precedence = word }
        case "list-id": listID = listID ?? value
        case "list-unsubscribe": isFromAMailing = true
        case "x-auto-response-suppress": suppressedAnswers = suppressedAnswers.map { $0 + ", " + value } ?? value
        case "x-autoreply", "x-autorespond", "x-auto-reply":
            if Self.word(value) != "no" { isMarkedAsReply = true }
        default: break
        }
    }

    /// The first word of a value, in lower case: without parameters and comments.
    private static func word(_ value: String) -> String {
        var depth = 0
        var word = ""
        for character in value {
            if character == "(" { depth += 1 }
            if depth == 0, character == ";" || character == " " && !word.isEmpty { break }
            if depth == 0, character != " " { word.append(character) }
            if character == ")", depth > 0 { depth -= 1 }
        }
        return word.lowercased()
    }

    /// The ids between angle brackets.
    private static func ids(_ value: String) -> [String] {
        value.split(separator: "<").dropFirst(value.first == "<" ? 0 : 1).compactMap { part in
            part.firstIndex(of: ">").flatMap { id(String(part[..<$0])) }
        }
    }

    private static func id(_ text: String) -> String? {
        let isWhole =
            (1...500).contains(text.utf8.count)
            && text.utf8.allSatisfy { (0x21...0x7E).contains($0) && $0 != 0x3C && $0 != 0x3E }
        return isWhole ? text : nil
    }

    /// One line of decoded text: what stood in it of line breaks and controls is a space, also if it came encoded.
    static func line(_ text: UnsafePointer<CChar>) -> String {
        ServerWords.cleaned(String(cString: text), hiding: "")
    }

    /// The first mailbox that mail can be sent to, also of a group.
    private static func firstMailbox(
        _ list: UnsafeMutablePointer<InternetAddressList>?, inGroup: Bool = false
    ) -> Mailbox? {
        for index in 0..<min(internet_address_list_length(list), 100) {
            guard let address = internet_address_list_get_address(list, index) else { continue }
            if let mailbox = cgmime_mailbox(address) {
                guard let text = internet_address_mailbox_get_idn_addr(mailbox) else { continue }
                let route = String(cString: text)
                guard EnvelopeAddress.problem(in: route) == nil else { continue }
                let name = internet_address_get_name(address).map(line) ?? ""
                return Mailbox(name: String(name.prefix(200)), address: route)
            }
            if !inGroup, let group = cgmime_group(address),
                let member = firstMailbox(internet_address_group_get_members(group), inGroup: true)
            {
                return member
            }
        }
        return nil
    }
}
