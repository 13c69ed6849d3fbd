extension PackingCheck {
    /// What a line says: a scanner types what its code holds, and Enter.
    enum Entry: Sendable, Hashable {
        case number(Int)
        case reference(Reference)
        /// Several at once, as `--only` takes them: one scan is one packet.
        case list(String)
        /// Eight characters whose check doesn't fit.
        case misread(String)
        case unreadable
        case undo
        /// An empty line: what is missing?
        case ask
        case end

        init(_ line: String) {
            let typed = line
            let line = Self.content(line)
            if line.isEmpty {
                // Enter alone asks; what is nothing but garbage is a scan that failed.
                self =
                    typed.unicodeScalars.allSatisfy { $0.isBlank || "\r\n\t".unicodeScalars.contains($0) }
                    ? .ask : .unreadable
            } else if line.utf8.count < 8, line.utf8.allSatisfy(\.isASCIIDigit) {
                self = Int(line).map(Entry.number) ?? .unreadable
            } else {
                switch Self.glued(line) {
                case "UNDO": self = .undo
                case "END", "DONE": self = .end
                case "MISSING": self = .ask
                default: self = Self.code(line)
                }
            }
        }

        /// A line without the blanks and control characters that a scanner may put around it, and without the symbology
        /// that it may be set to tell first: `]Q3` before a QR code's content, `]C1` before a Code 128's (ISO/IEC 15424).
        private static func content(_ line: String) -> String {
            var rest = line.unicodeScalars[...]
            while let scalar = rest.first, scalar.isBlank || scalar.isUnfitForAField { rest.removeFirst() }
            while let scalar = rest.last, scalar.isBlank || scalar.isUnfitForAField { rest.removeLast() }
            let bytes = Array(String(rest).utf8.prefix(3))
            if bytes.count == 3, bytes[0] == UInt8(ascii: "]"), bytes[1].isASCIILetter, bytes[2].isASCIIDigit {
                return content(String(rest.dropFirst(3)))
            }
            return String(rest)
        }

        /// Letters and digits alone, as capitals: a keyboard of another country types the hyphen as another sign.
        private static func glued(_ line: String) -> String {
            String(
                decoding: line.utf8.filter { $0.isASCIILetter || $0.isASCIIDigit }.map(\.asciiUppercased), as: UTF8.self
            )
        }

        private static func code(_ line: String) -> Entry {
            let (whole, inURL) = (whole(line), inURL(line))
            if let whole, let reference = try? Reference(reading: whole) { return .reference(reference) }
            if let list = list(line) { return .list(list) }
            if let inURL, let reference = try? Reference(reading: inURL) { return .reference(reference) }
            let candidates = [whole, inURL].compactMap { $0 }
            return candidates.first { Reference.values(reading: $0) != nil }.map(Entry.misread) ?? .unreadable
        }

        /// The line as one reference. Digits alone are put together only over blanks and hyphens: `44.46,133,2` is none.
        private static func whole(_ line: String) -> String? {
            if line.contains(where: { ",;".contains($0) }) { return nil }
            return line.utf8.contains(where: \.isASCIILetter) ? glued(line) : line
        }

        /// The one reference in a code that holds a link: `…/order/HB-7K3M9QZX?key=…`.
        private static func inURL(_ line: String) -> String? {
            let found = Set(line.uppercased().split { "/?#&=,; ".contains($0) }.filter { $0.hasPrefix("HB-") })
            return found.count == 1 ? found.first.map(String.init) : nil
        }

        /// Several numbers, ranges and references, as `--only` takes them; nil for anything else.
        private static func list(_ line: String) -> String? {
            let spaced = String(line.map { $0 == " " ? "," : $0 })
            guard let selection = (try? PacketSelection(reading: line)) ?? (try? PacketSelection(reading: spaced))
            else { return nil }
            let parts = selection.parts.map { part in
                switch part.choice {
                case .number(let number): "\(number)"
                case .range(let range): "\(range.lowerBound)-\(range.upperBound)"
                case .reference(let reference): reference.description
                case .misread: ""
                }
            }
            guard !parts.contains("") else { return nil }
            if parts.count == 1, case .reference = selection.parts[0].choice { return nil }
            return parts.joined(separator: ",")
        }
    }
}
