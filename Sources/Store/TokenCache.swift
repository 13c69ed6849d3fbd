import FoundationEssentials
import Synchronization

/// The tokens in force, as last read: good while `TokenFile` looks the same, and for ten seconds at most, since a
/// process may be killed between its commit and telling the others.
final class TokenCache: Sendable {
    private struct Remembered {
        let look: TokenFile.Look?
        let at: ContinuousClock.Instant
        let tokens: [Data: APIToken]
    }

    static let longest = Duration.seconds(10)

    private let remembered = Mutex<Remembered?>(nil)

    /// The tokens by the hashes of their secrets; nil if they must be read anew.
    func tokens(_ look: TokenFile.Look?, at now: ContinuousClock.Instant) -> [Data: APIToken]? {
        remembered.withLock { remembered in
            guard let remembered, remembered.look == look, now - remembered.at < Self.longest else { return nil }
            return remembered.tokens
        }
    }

    /// - Parameters:
    ///   - look: What the file looked like before they were read.
    ///   - now: When that was.
    func remember(_ tokens: [Data: APIToken], _ look: TokenFile.Look?, at now: ContinuousClock.Instant) {
        remembered.withLock { $0 = Remembered(look: look, at: now, tokens: tokens) }
    }
}
