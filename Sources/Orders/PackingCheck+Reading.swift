extension PackingCheck {
    /// What a line says: a scanner types what its code holds, and Enter.
    enum Entry: Sendable, Hashable {
        case number(Int)
        case reference(Reference)
        /// Eight characters whose check doesn't fit.
        case misread(String)
        case unreadable
        case undo
        /// An empty line: what is missing?
        case ask
        case end

        init(_ line: String) {
            // A scanner may put control characters before and after, and a keyboard of another country types its hyphen
            // as another sign.
            let text = String(
                String.UnicodeScalarView(
                    line.unicodeScalars.filter {
                        $0.isASCII && ($0.properties.isAlphabetic || ("0"..."9").contains($0))
                    })
            ).uppercased()
            switch text {
            case "": self = line.trimmed.isEmpty ? .ask : .unreadable
            case "UNDO": self = .undo
            case "END", "DONE": self = .end
            case "MISSING": self = .ask
            default: self = Self.code(text, line)
            }
        }

        private static func code(_ text: String, _ line: String) -> Entry {
            if text.utf8.count < 8, text.utf8.allSatisfy(\.isASCIIDigit) {
                return Int(text).map(Entry.number) ?? .unreadable
            }
            let candidates = [text, inURL(line)].compactMap { $0 }
            for candidate in candidates {
                if let reference = try? Reference(reading: candidate) { return .reference(reference) }
            }
            return candidates.first { Reference.values(reading: $0) != nil }.map(Entry.misread) ?? .unreadable
        }

        /// The reference in a code that holds a link: `…/order/HB-7K3M9QZX?key=…`.
        private static func inURL(_ line: String) -> String? {
            line.split { "/?#&= ".contains($0) }.map(String.init).first { $0.uppercased().hasPrefix("HB-") }
        }
    }
}

extension PackingCheck.Answer {
    /// What is said, as a sentence without a full stop; short, for it is read while packing.
    public var words: String {
        switch self {
        case .packed(let number, let part, let of, let missing, let without):
            var words = "\(number)"
            if of > 1 { words += ", part \(part) of \(of)" }
            if !missing.isEmpty { words += "; with it goes \(NumberRanges(missing).typed)" }
            if !without.isEmpty {
                words += "; take out of it \(without.map(\.description).joined(separator: ", "))"
            }
            return words
        case .together(let number): return "\(number), which is packed: its papers go together"
        case .alreadyPacked(let number): return "\(number) is packed already"
        case .pulled(let numbers): return "do not pack \(NumberRanges(numbers).typed): taken out of the batch"
        case .alreadyPosted(let number): return "\(number) is posted already"
        case .cameBack(let number): return "\(number) was posted and came back"
        case .notHere(let reference): return "\(reference) isn't in this batch"
        case .noNumber(let number, let last): return "there is no number \(number): the batch has 1 to \(last)"
        case .misread(let meant):
            let near = meant.prefix(3).map(\.description).joined(separator: " or ")
            return "misread: scan it again" + (near.isEmpty ? "" : ", or type it; near is \(near)")
        case .unreadable: return "that is neither a reference nor a number"
        case .undone(let number): return "\(number) isn't packed any more"
        case .nothingToUndo: return "nothing was packed yet"
        case .missing(let numbers):
            return numbers.isEmpty ? "all are packed" : "not packed: \(NumberRanges(numbers).typed)"
        case .end: return "end"
        }
    }
}
