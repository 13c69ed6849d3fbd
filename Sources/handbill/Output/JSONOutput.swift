import Fulfilment

/// Writes one JSON document to standard output: the whole of what `--json` prints.
enum JSONOutput {
    static func write(_ value: some Encodable) throws {
        try StandardOutput.write(try Listing.json(value))
    }

    /// A moment as listings show it: RFC 3339 in UTC, whole seconds, `Z`.
    static func time(_ moment: Int64) -> String {
        Listing.time(moment)
    }
}
