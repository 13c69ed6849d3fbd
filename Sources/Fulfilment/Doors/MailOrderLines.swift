import Foundation

/// The lines of a message, without what mail programs add: quotation marks, signatures, "wrote:" and "sent from".
struct MailLines {
    struct Line {
        /// Tidied; empty for a blank line.
        var text: String
        /// Whether it repeats another message.
        var isQuoted: Bool
    }

    private(set) var lines: [Line] = []
    /// There is more than anybody writes for an order.
    private(set) var isLong = false

    /// Far more than any order needs.
    private static let mostLines = 400
    private static let longest = 20_000

    init(_ text: String) {
        var isForwarded = false
        var inSignature = false
        let all = text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
        isLong = all.count > Self.mostLines || text.utf8.count > Self.longest
        for (index, raw) in all.prefix(Self.mostLines).enumerated() {
            let (line, isMarked) = Self.unquoted(raw)
            if isMarked { inSignature = false }
            if !isMarked, line == "--" { inSignature = true }
            if inSignature { continue }
            if Self.beginsAnotherMessage(line) {
                isForwarded = true
                continue
            }
            if Self.isAddedByAProgram(line, next: index + 1 < all.count ? Self.unquoted(all[index + 1]).text : "") {
                continue
            }
            lines.append(Line(text: line, isQuoted: isMarked || isForwarded))
        }
        removeDoubleSpacing()
    }

    /// Some programs put a blank line between any two: then none of them means anything.
    private mutating func removeDoubleSpacing() {
        let full = lines.indices.filter { !lines[$0].text.isEmpty }
        guard full.count >= 5, zip(full, full.dropFirst()).allSatisfy({ $1 > $0 + 1 }) else { return }
        lines = full.map { lines[$0] }
    }

    /// The line tidied, without the marks of a quotation, and whether it had some.
    private static func unquoted(_ raw: Substring) -> (text: String, isMarked: Bool) {
        var rest = Substring(String(raw).withPlainBlanks)
        var isMarked = false
        while rest.first == ">" {
            isMarked = true
            rest = rest.dropFirst().drop { $0 == " " }
        }
        return (String(rest), isMarked)
    }

    /// `-----Original Message-----` and its like.
    private static func beginsAnotherMessage(_ line: String) -> Bool {
        guard line.hasPrefix("---") || line.hasPrefix("Begin forwarded") else { return false }
        let folded = line.foldedForMail
        return ["originalmessage", "forwardedmessage", "beginforwardedmessage", "negeswreiddiol"].contains(folded)
    }

    /// "On Tuesday … wrote:", perhaps on two lines, "Sent from my telephone", a ruler.
    private static func isAddedByAProgram(_ line: String, next: String) -> Bool {
        func isEndOfAttribution(_ text: String) -> Bool {
            text.hasSuffix("wrote:") || text.hasSuffix("ysgrifennodd:")
        }
        if line.hasPrefix("On ") || line.hasPrefix("Ar "), isEndOfAttribution(line) || isEndOfAttribution(next) {
            return line.contains(where: \.isNumber)
        }
        if line == "wrote:" || line.hasSuffix("> wrote:") || line == "ysgrifennodd:" { return true }
        if !line.isEmpty, line.allSatisfy({ "_-=*".contains($0) }), line.count > 2 { return true }
        let folded = line.foldedForMail
        return line.count <= 60
            && ["sentfrommy", "sentfromoutlook", "sentfrommail", "getoutlookfor", "anfonwydofy"].contains {
                folded.hasPrefix($0)
            }
    }
}

extension String {
    /// Trimmed, each run of blanks of any width one space, without what takes no room.
    var withPlainBlanks: String {
        var result = ""
        var isBlank = false
        for scalar in unicodeScalars {
            switch scalar.value {
            case 0x200B, 0xFEFF, 0x00AD: continue
            case 0x09, 0x20, 0xA0, 0x1680, 0x2000...0x200A, 0x202F, 0x205F, 0x3000: isBlank = true
            default:
                if isBlank, !result.isEmpty { result += " " }
                isBlank = false
                result.unicodeScalars.append(scalar)
            }
        }
        return result
    }

    /// Small letters and digits alone, Latin letters without their accents: for telling whether two say the same.
    var foldedForMail: String {
        var result = ""
        for scalar in lowercased().decomposedStringWithCanonicalMapping.unicodeScalars {
            let isAccent = (0x0300...0x036F).contains(scalar.value)
            let properties = scalar.properties
            let isWord =
                properties.isAlphabetic || properties.numericType != nil
                || properties.generalCategory == .nonspacingMark || properties.generalCategory == .spacingMark
            if isWord, !isAccent { result.unicodeScalars.append(scalar) }
        }
        return result
    }
}
