/// The phrases, English and Welsh, of which a request in prose is made, all of them folded. A text with anything else in
/// it is none that could be certain: which words turn a request round nobody can list.
enum Phrases {
    /// What a phrase says.
    enum Meaning: Hashable {
        /// Asks for what is named.
        case request
        /// The same as a question: "could you send".
        case question
        case greeting
        /// Thanks, which without a request may be for what came.
        case thanks
        /// After which a name stands.
        case closing
        /// Says that an address follows, or stood above.
        case address
    }

    /// What may be said anywhere, and asks politely.
    static func isPlease(_ word: String) -> Bool { ["please", "plis", "kindly"].contains(word) }

    /// The longest phrase that these words begin with, and how many of them it takes.
    static func match(_ words: ArraySlice<String>) -> (meaning: Meaning, length: Int)? {
        var longest: (meaning: Meaning, length: Int)?
        var text = ""
        for (index, word) in words.prefix(mostWords).enumerated() {
            text += (text.isEmpty ? "" : " ") + word
            if let meaning = all[text] { longest = (meaning, index + 1) }
        }
        return longest
    }

    private static let mostWords = 6

    private static let all: [String: Meaning] = {
        var all: [String: Meaning] = [:]
        for (meaning, lists) in [
            (Meaning.request, requests), (.question, questions), (.greeting, greetings), (.thanks, thanks),
            (.closing, closings), (.address, addresses),
        ] {
            for phrase in lists { all[phrase] = meaning }
        }
        return all
    }()

    private static let requests: [String] =
        ["send", "send me", "send us", "send to me", "send to us"]
        + joined(["i would like", "we would like", "id like", "wed like"], ["", "to order", "to have", "to request"])
        + ["i need", "we need", "i want to order", "find my order below", "here is my order", "my order"]
        + joined(["anfonwch", "danfonwch"], ["", "ataf", "atom", "ata i", "atom ni", "i mi", "i ni"])
        + joined(["hoffwn", "hoffem", "hoffwn i", "hoffem ni"], ["gael", "archebu"])
        + ["os gwelwch yn dda", "os gweli di yn dda", "dyma fy archeb", "fy archeb"]

    private static let questions: [String] =
        joined(["could you", "can you", "would you"], ["send", "send me", "send us"])
        + joined(["could i", "can i", "may i", "could we", "can we", "may we"], ["have", "order", "get"])
        + joined(
            ["allwch chi", "a allwch chi", "allech chi", "a allech chi"], ["anfon", "anfon ataf", "anfon atom"])
        + ["ga i", "gaf i", "a gaf i", "gawn ni", "a gawn ni", "ga i archebu", "a gaf i archebu"]

    private static let greetings: [String] =
        ["hello", "hi", "hiya", "hey", "good morning", "good afternoon", "good evening", "good day", "dear sir"]
        + joined(
            ["dear", "hello", "hi"],
            ["", "all", "friends", "friend", "team", "there", "colleagues", "comrades", "both"])
        + ["dear madam", "helo", "annwyl", "bore da", "prynhawn da", "noswaith dda"]
        + joined(["annwyl", "helo"], ["bawb", "ffrindiau", "gyfeillion"])

    private static let thanks: [String] =
        joined(["thanks", "thank you", "many thanks"], ["", "very much", "so much", "in advance", "and regards"])
        + ["thanks a lot", "with thanks", "with many thanks", "cheers", "diolch", "diolch yn fawr"]
        + ["diolch yn fawr iawn", "llawer o ddiolch", "diolch ymlaen llaw", "gyda diolch"]

    private static let closings: [String] =
        joined(["", "kind", "kindest", "best", "warm", "with kind", "with best"], ["regards", "wishes"])
        + ["best", "all the best", "yours", "yours sincerely", "yours faithfully", "yours truly", "sincerely"]
        + ["in solidarity", "solidarity", "cofion", "cofion gorau", "cofion cynnes", "dymuniadau gorau", "yn gywir"]
        + ["yr eiddoch yn gywir", "hwyl", "hwyl fawr", "mewn undod"]

    private static let addresses: [String] =
        joined(["to", "to me at", "to us at"], ["this address", "the address below", "the following address"])
        + ["to me", "to us", "to the address above", "to my address", "to our address", "address", "the address is"]
        + joined(["my address", "our address"], ["", "is", "is below", "below"])
        + ["i mi", "i ni", "ir cyfeiriad hwn", "ir cyfeiriad isod", "cyfeiriad", "fy nghyfeiriad", "fy nghyfeiriad i"]
        + ["ein cyfeiriad", "ein cyfeiriad ni", "fy nghyfeiriad yw", "ein cyfeiriad yw"]

    private static func joined(_ starts: [String], _ ends: [String]) -> [String] {
        starts.flatMap { start in
            ends.map { start.isEmpty || $0.isEmpty ? start + $0 : "\(start) \($0)" }
        }
    }
}

extension ProseWords {
    /// Why the words around what was understood don't make a plain request; nil if they do.
    ///
    /// - Parameter own: The folded words of the writer's name, which may stand as a signature.
    func doubt(ownName own: [String]) -> String? {
        let unknown = "says more than which items, how many and where to"
        let asks = words.contains { !$0.isUsed && Phrases.isPlease($0.folded) }
        let rest = words.filter { $0.isUsed || !Phrases.isPlease($0.folded) }
        let folded = rest.map { $0.isUsed ? "#" : $0.folded }
        var said: Set<Phrases.Meaning> = asks ? [.request] : []
        var last: Phrases.Meaning?
        var place = 0
        while place < rest.count {
            if rest[place].isUsed {
                last = nil
                place += 1
                continue
            }
            let ends = place + 1 == rest.count || rest[place + 1].sentence != rest[place].sentence
            let begins = place == 0 || rest[place - 1].sentence != rest[place].sentence
            if begins || last == .closing || last == .thanks, own.contains(folded[place]) {
                let end = rest[place...].firstIndex { $0.sentence != rest[place].sentence } ?? rest.count
                guard folded[place..<end].allSatisfy(own.contains) else { return unknown }
                place = end
                last = nil
            } else if let (meaning, length) = Phrases.match(folded[place...]) {
                said.insert(meaning)
                last = meaning
                place += length
            } else if ends, ["to", "at", "i"].contains(folded[place]) {
                place += 1
            } else if !ends, folded[place + 1] == "#", Self.beforeCounts.contains(folded[place]) {
                place += 1
            } else if place > 0, folded[place - 1] == "#", Vocabulary.isLeaflet(folded[place]) {
                place += 1
            } else if place + 1 < rest.count, folded[place + 1] == "#", ["and", "a", "ac"].contains(folded[place]) {
                place += 1
            } else {
                return unknown
            }
        }
        if sentences.contains(where: { $0.contains("?") }), !said.contains(.question) { return "asks something" }
        if said.contains(.thanks), said.isDisjoint(with: [.request, .question]) { return "doesn't ask for anything" }
        return nil
    }

    private static let beforeCounts: Set<String> = ["the", "of", "your", "y", "yr", "and", "a", "ac"]
}
