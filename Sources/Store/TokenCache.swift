import FoundationEssentials
import Synchronization

/// The tokens in force, as last read: good while `TokenFile` looks the same, and for ten seconds at most, since a
/// process may be killed between its commit and telling the others.
final class TokenCache: Sendable {
    private struct Remembered {
        let look: TokenFile.Look?
        let at: ContinuousClock.Instant
        let tokens: [Data: APIToken]
        /// By the secrets with which they were asked for, so that none is hashed for each request.
        var used: [String: APIToken] = [:]
    }

    /// What is known of a secret.
    struct Finding {
        /// nil if no token in force has it.
        let token: APIToken?
    }

    static let longest = Duration.seconds(10)

    private let remembered = Mutex<Remembered?>(nil)

    /// The token with this secret, if there is one; nil if they must be read anew.
    func token(
        _ secret: String, hash: (String) -> Data, _ look: TokenFile.Look?, at now: ContinuousClock.Instant
    ) -> Finding? {
        remembered.withLock { remembered in
            guard let known = remembered, known.look == look, now - known.at < Self.longest else { return nil }
            if let token = known.used[secret] { return Finding(token: token) }
            let token = known.tokens[hash(secret)]
            // Only those that exist, so that nobody can fill the memory with others.
            if let token { remembered?.used[secret] = token }
            return Finding(token: token)
        }
    }

    /// - Parameters:
    ///   - tokens: By the hashes of their secrets.
    ///   - look: What the file looked like before they were read.
    ///   - now: When that was.
    func remember(_ tokens: [Data: APIToken], _ look: TokenFile.Look?, at now: ContinuousClock.Instant) {
        remembered.withLock { $0 = Remembered(look: look, at: now, tokens: tokens) }
    }
}
