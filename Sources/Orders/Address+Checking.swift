extension Address {
    /// Checks one line of what will be printed, by the rules of GOV.UK Notify.
    static func check(line: String, field: @autoclosure () -> String, _ findings: inout Findings) {
        if let first = line.utf8.first, isForbiddenAtStart(first) {
            findings.reject(
                field(), "must not begin with \(String(line.prefix(1)).quoted)", "begin it with a letter or a digit")
        }
        if saysNoFixedAbode(line) {
            findings.reject(
                field(), "is no place that post can be brought to", "give an address where somebody takes the packet in"
            )
        }
    }

    /// Checks that a line holds a letter or a digit, as the first two lines of a label, name and address, must.
    static func checkWords(in line: String, field: @autoclosure () -> String, _ findings: inout Findings) {
        if !line.unicodeScalars.contains(where: \.isLetterOrDigit) {
            findings.reject(field(), "needs a letter or a digit", "\(line.quoted) alone can't be delivered to")
        }
    }

    /// One of `@()=[]"\/,<>~`.
    private static func isForbiddenAtStart(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "@"), UInt8(ascii: "("), UInt8(ascii: ")"), UInt8(ascii: "="), UInt8(ascii: "["),
            UInt8(ascii: "]"), UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"), UInt8(ascii: ","),
            UInt8(ascii: "<"), UInt8(ascii: ">"), UInt8(ascii: "~"):
            true
        default: false
        }
    }

    /// Whether the line is "NFA", or says "no fixed abode" or "no fixed address" anywhere.
    private static func saysNoFixedAbode(_ line: String) -> Bool {
        guard line.utf8.contains(where: { $0 | 0x20 == UInt8(ascii: "f") }) else { return false }
        let words = line.folded
        return words == "nfa" || words.contains("nofixedabode") || words.contains("nofixedaddress")
    }
}
