extension String {
    /// The candidate that this text is most likely a slip of, for "did you mean …?"; nil if none is near: at most one
    /// slip in three characters. Case, spaces and signs don't count.
    public func nearest(in candidates: some Sequence<String>) -> String? {
        let wanted = Array(folded.utf8)
        guard !wanted.isEmpty, wanted.count <= 64 else { return nil }
        var best: (candidate: String, distance: Int)?
        for candidate in candidates {
            let bytes = Array(candidate.folded.utf8)
            guard bytes.count <= 64 else { continue }
            let distance = slips(from: wanted, to: bytes)
            let allowed = bytes.count < 6 ? 1 : bytes.count / 3
            if distance <= allowed, distance < best?.distance ?? .max {
                best = (candidate, distance)
            }
        }
        return best?.candidate
    }
}

/// How many characters must be put in, taken out, exchanged or swapped with their neighbour (optimal string alignment).
private func slips(from left: [UInt8], to right: [UInt8]) -> Int {
    var beforeLast: [Int] = []
    var last = Array(0...right.count)
    for i in left.indices {
        var row = [i + 1]
        for j in right.indices {
            var cost = min(last[j + 1] + 1, row[j] + 1, last[j] + (left[i] == right[j] ? 0 : 1))
            if i > 0, j > 0, left[i] == right[j - 1], left[i - 1] == right[j] {
                cost = min(cost, beforeLast[j - 1] + 1)
            }
            row.append(cost)
        }
        beforeLast = last
        last = row
    }
    return last[right.count]
}
