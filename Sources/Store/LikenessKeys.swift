import Orders

extension Likeness {
    /// Like nothing.
    fileprivate static var none: Likeness { Likeness(premise: "", surname: "", postcode: "", organisation: "") }
}

/// A likeness as the indices hold it: 64-bit hashes, so that comparing an arrival costs a few bytes an order.
///
/// What is hashed can be guessed, so the hashes count as personal data and go with an erasure. FNV-1a, because it is
/// the same in every process and version.
struct LikenessKeys: Sendable, Hashable {
    /// Of postcode and premise; nil unless both are known.
    let premise: Int64?
    /// Nil if it isn't known.
    let surname: Int64?
    let organisation: Int64?

    init(_ likeness: Likeness) {
        let isSomewhere = !likeness.postcode.isEmpty && !likeness.premise.isEmpty
        premise = isSomewhere ? Self.hash(likeness.postcode, likeness.premise) : nil
        surname = likeness.surname.isEmpty ? nil : Self.hash(likeness.surname)
        organisation = likeness.organisation.isEmpty ? nil : Self.hash(likeness.organisation)
    }

    init(of order: Order) {
        self.init(Likeness(of: order))
    }

    /// Of an order that may lack a part: what isn't whole yet is like nothing.
    init(ofPerhapsPart order: Order) {
        self.init(order.isWhole ? Likeness(of: order) : .none)
    }

    private static func hash(_ parts: String...) -> Int64 {
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325
        for part in parts {
            for byte in part.utf8 {
                hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3
            }
            hash = (hash ^ 0xFF) &* 0x100_0000_01B3
        }
        return Int64(bitPattern: hash)
    }
}
