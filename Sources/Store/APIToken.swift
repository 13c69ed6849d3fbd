/// What a program shows to use the API, without the secret itself: of that only a hash is kept.
public struct APIToken: Sendable, Hashable, Identifiable {
    /// What it may be used for.
    public enum Scope: String, Sendable, Hashable, CaseIterable {
        /// Sends orders, and sees its own.
        case orders
        /// Does a dispatcher's work.
        case desk
    }

    public let id: Int64
    /// Who uses it, in the history of its orders; of the tokens in force no two have the same.
    public let name: String
    public let scope: Scope
    /// The most requests a minute; nil for any number.
    public let rate: Int?
    /// Seconds since 1970-01-01T00:00:00Z.
    public let createdAt: Int64
    /// Since when it is worthless, for good; nil while it is in force.
    public let revokedAt: Int64?

    public init(id: Int64, name: String, scope: Scope, rate: Int?, createdAt: Int64, revokedAt: Int64? = nil) {
        self.id = id
        self.name = name
        self.scope = scope
        self.rate = rate
        self.createdAt = createdAt
        self.revokedAt = revokedAt
    }
}
