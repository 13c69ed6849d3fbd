public import Orders

/// A mail owed as `mail list` shows it: no address, no text.
public struct MailRow: Encodable, Sendable {
    public var id: Int64
    public var kind: String
    public var reference: String
    public var state: String
    public var attempts: Int
    @OrNull public var nextAttemptAt: String?
    @OrNull public var lastProblem: String?

    public init(_ mail: OwedMail) {
        id = mail.id
        kind = mail.kind.rawValue
        reference = mail.reference.description
        state = mail.state.rawValue
        attempts = mail.attempts
        nextAttemptAt = mail.nextAttemptAt.map(Listing.time)
        lastProblem = mail.lastProblem
    }
}
