extension Sequence<String> {
    /// The word that is most like an unknown one, for "did you mean …?".
    ///
    /// - Returns: nil if none is near: more than a third of the letters differ.
    func nearest(to word: String) -> String? {
        let wanted = Array(word.lowercased())
        let best = map { ($0, distance(wanted, Array($0.lowercased()))) }.min { $0.1 < $1.1 }
        guard let (nearest, distance) = best, distance <= Swift.max(1, Swift.min(wanted.count, nearest.count) / 3)
        else { return nil }
        return nearest
    }
}

/// How many letters must be put in, left out, replaced or swapped with their neighbour (Damerau and Levenshtein,
/// restricted to one change a place).
private func distance(_ left: [Character], _ right: [Character]) -> Int {
    var beforeLast: [Int] = []
    var last = Array(0...right.count)
    for (row, letter) in left.enumerated() {
        var current = [row + 1]
        for (column, other) in right.enumerated() {
            var best = min(last[column] + (letter == other ? 0 : 1), last[column + 1] + 1, current[column] + 1)
            if row > 0, column > 0, letter == right[column - 1], left[row - 1] == other {
                best = min(best, beforeLast[column - 1] + 1)
            }
            current.append(best)
        }
        (beforeLast, last) = (last, current)
    }
    return last[right.count]
}
