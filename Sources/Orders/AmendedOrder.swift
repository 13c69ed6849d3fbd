/// What comes of an amendment: the order as it would be, or every problem that keeps it from being one.
public struct AmendedOrder: Sendable, Hashable {
    /// The reasons to hold in it are those that the amended fields give; `reasons(whileHeldFor:)` has the rest.
    public var verdict: Verdict
    /// The names of the fields that really changed, as they can be written in an amendment, never their values:
    /// `postcode`, `address.lines`, `items`. Empty if everything was so already, or where there are problems.
    public var fields: [String]
    /// Whether another name or address will be printed.
    public var addressChanged: Bool
    /// What the rules say today of the whole order, also of what wasn't touched.
    var judged: Set<HeldReason>
    /// What still stands because nothing can be judged: whatever was said of items that the catalogue has dropped.
    var unjudged: Set<HeldReason> = []

    /// The note of an order that no reason holds any more.
    public static let releaseNote = "amended: look and release"

    /// Why the amended order is held.
    ///
    /// What the rules can judge falls away once they don't say it any more; what was wrong with the address, once it is
    /// another; what a person must decide stays. `unreadable` falls away exactly when the order is whole, and since
    /// nothing was judged until then, what the rules say of all of it comes in its place. Amending never releases: if no
    /// reason is left, a person still looks.
    ///
    /// - Parameter before: Why it was held until now; empty if it wasn't.
    /// - Returns: the reasons, empty if it isn't held, and a note in place of the old one, nil to leave that.
    public func reasons(whileHeldFor before: [HeldReason]) -> (reasons: [HeldReason], note: String?) {
        var reasons = before.filter { reason in
            switch reason {
            case .quantity, .mailAddress, .tooLate, .imprint: judged.contains(reason) || unjudged.contains(reason)
            case .unprintable, .returnedAddress: !addressChanged
            case .unreadable: verdict.order?.isWhole != true
            case .manual, .duplicate: true
            }
        }
        if before.contains(.unreadable), !reasons.contains(.unreadable) {
            reasons += HeldReason.allCases.filter { judged.contains($0) && !reasons.contains($0) }
        }
        reasons += verdict.heldBecause.filter { !reasons.contains($0) }
        if reasons.isEmpty, !before.isEmpty {
            return ([.manual], Self.releaseNote)
        }
        return (reasons, nil)
    }
}
