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
        case .pulled(let numbers, _): return "do not pack \(NumberRanges(numbers).typed): taken out of the batch"
        case .takeOut(_, let numbers, let pulled):
            let packets = NumberRanges(numbers).typed
            let goes = numbers.count == 1 ? "goes" : "go"
            let rest = pulled.isEmpty ? "" : "; do not pack \(NumberRanges(pulled).typed): taken out of the batch"
            return "take this sheet out of \(packets); \(packets) \(goes) without it\(rest)"
        case .alreadyPosted(let number): return "\(number) is posted already"
        case .cameBack(let number): return "\(number) was posted and came back"
        case .notHere(let reference): return "\(reference) isn't in this batch"
        case .noNumber(let number, let last): return "there is no number \(number): the batch has 1 to \(last)"
        case .misread(let meant):
            let near = meant.prefix(3).map(\.description).joined(separator: " or ")
            return "misread: scan it again" + (near.isEmpty ? "" : ", or type it; near is \(near)")
        case .list: return "one number a line"
        case .unreadable: return "that is neither a reference nor a number"
        case .undone(let number): return "\(number) isn't packed any more"
        case .nothingToUndo: return "nothing to take back: nothing was scanned here"
        case .missing(let numbers):
            return numbers.isEmpty ? "all are packed" : "not packed: \(NumberRanges(numbers).typed)"
        case .end: return "end"
        }
    }

    /// For programs: one word.
    public var keyword: String {
        switch self {
        case .packed: "packed"
        case .together: "together"
        case .alreadyPacked: "already-packed"
        case .pulled: "pulled"
        case .takeOut: "take-out"
        case .alreadyPosted: "already-posted"
        case .cameBack: "came-back"
        case .notHere: "not-here"
        case .noNumber: "no-number"
        case .misread: "misread"
        case .list: "list"
        case .unreadable: "unreadable"
        case .undone: "undone"
        case .nothingToUndo: "nothing-to-undo"
        case .missing: "missing"
        case .end: "end"
        }
    }

    /// The number that is spoken of.
    public var sequence: Int? {
        switch self {
        case .packed(let number, _, _, _, _), .together(let number), .alreadyPacked(let number),
            .alreadyPosted(let number), .cameBack(let number), .undone(let number):
            number
        case .pulled(let numbers, _), .takeOut(_, let numbers, _): numbers.first
        case .notHere, .noNumber, .misread, .list, .unreadable, .nothingToUndo, .missing, .end: nil
        }
    }
}
