import Foundation
import Fulfilment

/// Writes one JSON document to standard output: the whole of what `--json` prints.
enum JSONOutput {
    static func write(_ value: some Encodable) throws {
        try StandardOutput.write(try Listing.json(value))
    }

    /// Writes one object on a line of its own, for what goes on and on.
    static func writeLine(_ value: some Encodable) throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        try StandardOutput.write(try encoder.encode(value) + Data("\n".utf8))
    }

    /// A moment as listings show it: RFC 3339 in UTC, whole seconds, `Z`.
    static func time(_ moment: Int64) -> String {
        Listing.time(moment)
    }
}
