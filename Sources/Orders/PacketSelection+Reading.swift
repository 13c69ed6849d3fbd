extension PacketSelection {
    /// Reads numbers, ranges and references with commas or semicolons between them. A hyphen or a dash makes a range;
    /// in a reference it means nothing.
    ///
    /// - Throws: `SelectionProblems`: every part that is none of the three, with what would be right.
    public init(reading text: String) throws(SelectionProblems) {
        parts = []
        var problems: [Problem] = []
        for piece in text.split(whereSeparator: { ",;\n".contains($0) }) {
            let piece = String(piece).trimmed
            guard !piece.isEmpty else { continue }
            switch Self.read(piece) {
            case .success(let choice): parts.append(Part(choice: choice, text: piece))
            case .failure(let problem): problems.append(problem)
            }
        }
        if parts.isEmpty, problems.isEmpty {
            problems.append(Self.problem("names no packet", "numbers, ranges and references: 1-120,133,HB-7K3M9QZX"))
        }
        guard problems.isEmpty else { throw SelectionProblems(problems: problems) }
    }

    private static func read(_ text: String) -> Result<Choice, Problem> {
        if let number = number(text) {
            return .success(.number(number))
        }
        let ends = text.split(omittingEmptySubsequences: false) { "-–—".contains($0) }.map { String($0).trimmed }
        if ends.count == 2, let first = number(ends[0]), let last = number(ends[1]) {
            guard first <= last else {
                return .failure(problem("\(text.quoted) runs backwards", "did you mean \(last)-\(first)?"))
            }
            return .success(.range(first...last))
        }
        if ends.count == 2, let end = number(ends[0]) ?? number(ends[1]), ends.contains("") {
            return .failure(problem("\(text.quoted) lacks an end", "write both, as in \(end)-\(end + 1)"))
        }
        let words = text.split(separator: " ").map(String.init)
        if words.count > 1, words.allSatisfy({ number($0) != nil }) {
            return .failure(
                problem("\(text.quoted) is no number", "did you mean \(words.joined(separator: ","))?"))
        }
        if text.utf8.allSatisfy(\.isASCIIDigit), text.utf8.count != 8 {
            return .failure(problem("\(text.quoted) is no number of a packet", "numbers count from 1 in each batch"))
        }
        do throws(Reference.ReadingError) {
            return .success(.reference(try Reference(reading: text)))
        } catch {
            switch error {
            case .wrongCheck: return .success(.misread)
            case .malformed:
                let meant = rangeMeant(by: text).map { "did you mean \($0)?" }
                return .failure(
                    problem(
                        "\(text.quoted) is neither a number nor a reference",
                        meant ?? "with commas between them: 1-120,133,HB-7K3M9QZX"))
            }
        }
    }

    /// At most seven digits; eight may be a reference.
    private static func number(_ text: String) -> Int? {
        guard (1...7).contains(text.utf8.count), text.utf8.allSatisfy(\.isASCIIDigit) else { return nil }
        return Int(text)
    }

    /// `1-5` of `1 to 5`, `1..5` and `#1 - #5`.
    private static func rangeMeant(by text: String) -> String? {
        let numbers = text.split { !($0.isASCII && $0.isNumber) }.map(String.init)
        let words = text.lowercased().split { !$0.isLetter }
        guard numbers.count == 2, words.allSatisfy({ $0 == "to" }),
            let first = number(numbers[0]), let last = number(numbers[1])
        else { return nil }
        return "\(min(first, last))-\(max(first, last))"
    }

    private static func problem(_ problem: String, _ hint: String) -> Problem {
        Problem(field: "list", problem: problem, hint: hint)
    }
}
