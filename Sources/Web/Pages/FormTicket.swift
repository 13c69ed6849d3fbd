import Orders
import Store

/// What a form carries in hidden fields: the id of the order that it will become, and when it was shown, signed so that
/// neither can be made up. A double click, the back button and a reload send the same one, and make one order.
struct FormTicket: Sendable, Hashable {
    /// 32 hexadecimal digits, random: the order's id among those of the form.
    var nonce: String
    /// When the form was shown, in seconds since 1970-01-01T00:00:00Z.
    var shownAt: Int64
    var signature: String

    /// How long a ticket counts, in seconds: a day.
    static let lifetime: Int64 = 86_400

    /// What came back with a form.
    enum Reading: Sendable, Hashable {
        /// No ticket at all: a program wrote the form, or a very old page.
        case none
        case good(FormTicket)
        /// Ours, but too old: it still leads to the order that it made, and makes none.
        case old(FormTicket)
        /// Not ours: the order needs a fresh one.
        case unfit

        /// The ticket, if it can still make an order.
        var good: FormTicket? {
            if case .good(let ticket) = self { ticket } else { nil }
        }
    }

    /// A fresh ticket.
    ///
    /// - Parameter random: 64 random bits at each call.
    init(store: Store, at now: Int64, random: () -> UInt64) {
        func digits(_ number: UInt64) -> String {
            let digits = String(number, radix: 16)
            return String(repeating: "0", count: 16 - digits.count) + digits
        }
        nonce = digits(random()) + digits(random())
        shownAt = now
        signature = store.signature(of: Self.text(nonce, now), for: Self.purpose)
    }

    private init(nonce: String, shownAt: Int64, signature: String) {
        self.nonce = nonce
        self.shownAt = shownAt
        self.signature = signature
    }

    static func read(_ fields: WebRequest.Fields, store: Store, at now: Int64) -> Reading {
        let parts = [fields["nonce"] ?? "", fields["shown"] ?? "", fields["mark"] ?? ""]
        if parts.allSatisfy(\.isEmpty) { return .none }
        // What we didn't sign may be any number: nothing is worked out with it.
        guard let shownAt = Int64(parts[1]), parts[0].utf8.count == 32,
            store.isSignature(parts[2], of: text(parts[0], shownAt), for: purpose), shownAt <= now
        else { return .unfit }
        let ticket = FormTicket(nonce: parts[0], shownAt: shownAt, signature: parts[2])
        let (age, overflow) = now.subtractingReportingOverflow(shownAt)
        return overflow || age > lifetime ? .old(ticket) : .good(ticket)
    }

    /// The hidden fields that carry it.
    var hidden: [(name: String, value: String)] {
        [("nonce", nonce), ("shown", String(shownAt)), ("mark", signature)]
    }

    private static let purpose = "form"

    private static func text(_ nonce: String, _ shownAt: Int64) -> String {
        "\(nonce) \(shownAt)"
    }
}
