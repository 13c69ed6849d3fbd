/// Where the bytes of a file of orders come from.
public enum SubmissionSource: Sendable {
    /// A file on disk, read in pieces. A folder, a pipe or a device is refused without waiting for it; so is a symbolic
    /// link, unless links are followed, which is for files that a person named herself.
    case path(String, followingLinks: Bool = false)
    /// An open descriptor, usually standard input, read to its end before the first order: its encoding can only be
    /// told from the whole. The descriptor stays open.
    case stream(Int32)
    /// Bytes that are there already.
    case bytes([UInt8])
}

/// What a file of orders is written in.
public enum SubmissionFormat: Sendable, Hashable {
    case csv
    /// One object, an array of objects, or an object a line.
    case json

    /// The extensions that a file of orders may have: `.txt` and `.tsv` are read as CSV.
    public static let extensions = ["csv", "txt", "tsv", "json", "jsonl", "ndjson"]

    /// What the name and the first bytes tell: a name that says JSON is believed; everything else is JSON if it begins
    /// like it, for no CSV header begins with a bracket.
    init(name: String, beginning: ArraySlice<UInt8>) {
        let suffix = name.split(separator: ".").last?.lowercased() ?? ""
        let first = beginning.first { !JSONSyntax.isWhitespace($0) }
        let looksLikeJSON = first == UInt8(ascii: "{") || first == UInt8(ascii: "[")
        self = ["json", "jsonl", "ndjson"].contains(suffix) || looksLikeJSON ? .json : .csv
    }
}
