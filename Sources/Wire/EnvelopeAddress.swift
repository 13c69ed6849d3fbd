/// What may stand between the angle brackets of MAIL FROM and RCPT TO.
enum EnvelopeAddress {
    /// What is wrong with an address, without repeating it; nil if nothing is.
    ///
    /// libcurl pastes addresses into the dialogue as they are, so `a@b>\r\nRCPT TO:<c@d` would be two recipients, and a
    /// UTF-8 local part would go out raw to a server that never offered SMTPUTF8. The rule is narrower than RFC 5321:
    /// visible ASCII without angle brackets, one local part and one domain, at most 254 characters.
    static func problem(in address: String) -> String? {
        if !address.utf8.allSatisfy({ $0 < 0x80 }) { return "has letters outside ASCII" }
        if !address.utf8.allSatisfy({ (0x21...0x7E).contains($0) && $0 != 0x3C && $0 != 0x3E }) {
            return "has spaces, control characters or angle brackets"
        }
        guard address.utf8.count <= 254 else { return "is longer than 254 characters" }
        guard let at = address.lastIndex(of: "@"), at != address.startIndex,
            address.index(after: at) != address.endIndex
        else { return "has no local part and domain" }
        return nil
    }
}
