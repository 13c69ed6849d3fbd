import Crypto
import Foundation
public import Orders

/// Counts equal submissions without an id within one file, so that the second of two equal rows is another order than
/// the first, and the same file dropped again gives the same keys.
public struct PlaceCounter: Sendable {
    private var seen: [SHA256.Digest: Int] = [:]

    public init() {}

    /// Sets the place of each arrival that has no id.
    public mutating func number(_ arrivals: inout [Arrival]) {
        for index in arrivals.indices where arrivals[index].id == nil {
            let digest = SHA256.hash(data: Data(arrivals[index].content.utf8))
            let place = (seen[digest] ?? 0) + 1
            seen[digest] = place
            arrivals[index].place = place
        }
    }
}
