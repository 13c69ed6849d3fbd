import Wire

extension MailDoor {
    /// What the door asks of a mailbox, in this order: open, unseen, then each message; one for each pass.
    struct Session {
        /// Connects; the folder's UIDVALIDITY.
        var open: () throws -> UInt32
        /// The UIDs of unseen messages.
        var unseen: () throws -> [UInt32]
        /// The UIDs of all messages; nil if they may not be all.
        var present: () throws -> [UInt32]?
        /// A message, or at most so many bytes of its beginning; nil if it has gone.
        var fetch: (_ uid: UInt32, _ maximumBytes: Int) throws -> IMAPMessage?
        var markSeen: ([UInt32]) throws -> Void
        var close: () -> Void
    }

    /// What came of a pass: counts of messages.
    public struct Tally: Sendable, Hashable {
        /// Those that became orders nobody must look at.
        public var orders = 0
        /// Those that wait for a person.
        public var held = 0
        /// Those that were known already.
        public var seen = 0
        /// Those left for a later pass: too many of their writer's came, or they can't be had or taken yet.
        public var later = 0
        /// Those that couldn't be taken.
        public var failed = 0

        public init() {}

        /// Whether anything came of any message.
        var isOnlyLater: Bool { orders + held + seen + failed == 0 }

        mutating func count(_ outcome: Outcome) {
            switch outcome {
            case .order: orders += 1
            case .held: held += 1
            case .seen: seen += 1
            case .later: later += 1
            case .failed: failed += 1
            }
        }
    }

    /// What came of a message.
    enum Outcome: Hashable {
        case order, held, seen, failed
        /// Left alone until then, in seconds since 1970.
        case later(until: Int64)
    }
}

extension MailDoor.Session {
    init(_ mailbox: IMAPMailbox) {
        self.init(
            open: { try mailbox.open() }, unseen: { try mailbox.unseen() }, present: { try mailbox.present() },
            fetch: { uid, most in try mailbox.fetch(uid, maximumBytes: most) }, markSeen: { try mailbox.markSeen($0) },
            close: { mailbox.close() })
    }
}
