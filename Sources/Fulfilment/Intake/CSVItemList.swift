import Orders

/// What stands in a column `items`: `leaflet-1:100; poster-a3:5`.
struct CSVItemList {
    private(set) var items: [Submission.RequestedItem] = []
    private(set) var problems: [Problem] = []

    init(_ text: String) {
        for part in text.split(separator: ";") {
            let entry = part.trimmed
            if entry.isEmpty { continue }
            guard let colon = entry.lastIndex(of: ":") else {
                problems.append(Self.problem(with: entry))
                continue
            }
            items.append(
                .init(
                    item: String(entry[..<colon].trimmed), quantity: String(entry[entry.index(after: colon)...].trimmed)
                ))
        }
    }

    /// Most people who miss the form write `100 x leaflet-1`, `leaflet-1 100` or `leaflet-1 (100)`.
    private static func problem(with entry: Substring) -> Problem {
        let words = entry.split { " \u{A0}x×()=,".contains($0) }
        let numbers = words.filter { $0.allSatisfy { $0.isASCII && $0.isNumber } }
        let names = words.filter { $0.contains { $0.isLetter } }
        let guess: String? = numbers.count == 1 && names.count == 1 ? "\(names[0]):\(numbers[0])" : nil
        let shown = entry.count > 40 ? "\(entry.prefix(39))…" : String(entry)
        return Problem(
            field: SubmissionField.items.rawValue, problem: "“\(shown)” is no item with its quantity",
            hint: guess.map { "did you mean \($0)?" } ?? "write leaflet-1:100; poster-a3:5")
    }
}

extension Substring {
    /// Without the white space at both ends.
    fileprivate var trimmed: Substring {
        var rest = drop(while: \.isWhitespace)
        while rest.last?.isWhitespace == true { rest.removeLast() }
        return rest
    }
}
