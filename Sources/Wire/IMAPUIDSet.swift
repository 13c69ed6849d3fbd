/// Sets of UIDs as commands take them: `4,7:9` (RFC 3501, section 9, "sequence-set").
enum IMAPUIDSet {
    /// The UIDs in as few sets as fit into lines of sensible length; none for no UIDs.
    static func texts(for uids: [UInt32], longest: Int = 900) -> [String] {
        var texts: [String] = []
        var uids = Set(uids).subtracting([0]).sorted()[...]
        while let first = uids.popFirst() {
            var last = first
            while let next = uids.first, next == last &+ 1 {
                last = next
                uids.removeFirst()
            }
            let range = first == last ? "\(first)" : "\(first):\(last)"
            if let text = texts.last, text.utf8.count + range.utf8.count < longest {
                texts[texts.count - 1] = text + "," + range
            } else {
                texts.append(range)
            }
        }
        return texts
    }
}
