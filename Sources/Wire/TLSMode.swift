/// How much encryption a mail server must offer.
public enum TLSMode: String, Sendable, Hashable, Codable, CaseIterable {
    /// Nothing is said before TLS stands and the server's certificate and name are verified.
    case required
    /// TLS where the server offers it, and an unverifiable certificate doesn't stop the mail: encryption without
    /// authentication is better than plain text (RFC 7435, section 3). A server that offers STARTTLS and can't do it
    /// is a failure all the same; there is no second try in plain text.
    case opportunistic
    /// Plain text.
    case none
}
