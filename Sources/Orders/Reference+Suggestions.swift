extension Reference {
    /// The references that a mistyped one may stand for, the likeliest first; for whoever can look which of them exist.
    ///
    /// First neighbours swapped back, then one character exchanged for one that looks like it, then any other single
    /// one. For each place there is exactly one character that makes the check right; a character outside the alphabet,
    /// U say, leaves only its own place. Empty for what reads as it is, and for what isn't eight characters long.
    public static func suggestions(for text: some StringProtocol) -> [Reference] {
        guard let values = values(reading: text) else { return [] }
        let unknown = values.indices.filter { values[$0] == nil }
        guard unknown.count <= 1 else { return [] }
        if let place = unknown.first {
            return [exchanging(place, in: values.map { $0 ?? 0 })].compactMap { $0 }
        }
        let known = values.compactMap { $0 }
        guard check(known.dropLast()) != known[7] else { return [] }

        var found: [Reference] = []
        for place in known.indices.dropLast() where known[place] != known[place + 1] {
            var swapped = known
            swapped.swapAt(place, place + 1)
            if check(swapped.dropLast()) == swapped[7] {
                found.append(Reference(values: swapped))
            }
        }
        let single = known.indices.compactMap { place in
            exchanging(place, in: known).map { (reference: $0, looksAlike: looksAlike($0, known, at: place)) }
        }
        found += single.filter(\.looksAlike).map(\.reference)
        found += single.filter { !$0.looksAlike }.map(\.reference)
        return found
    }

    /// With the one character at this place that makes the check right.
    private static func exchanging(_ place: Int, in values: [UInt8]) -> Reference? {
        for candidate in UInt8(0)..<32 {
            var changed = values
            changed[place] = candidate
            if check(changed.dropLast()) == changed[7] {
                return Reference(values: changed)
            }
        }
        return nil
    }

    private static func looksAlike(_ reference: Reference, _ values: [UInt8], at place: Int) -> Bool {
        let pair = [alphabet[Int(values[place])], Array(reference.characters.utf8)[place]].sorted()
        return ["8B", "5S", "2Z", "6G", "0D", "0Q", "DQ", "CG", "VY", "VW", "MN", "17"]
            .contains(String(decoding: pair, as: UTF8.self))
    }
}
