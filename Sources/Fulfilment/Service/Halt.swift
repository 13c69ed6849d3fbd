public import Wire

/// The two words by which work ends: "finish what is in hand and begin nothing new", and later "break it off".
///
/// Work that is broken off is safe: what was stored stays, what was not is taken again, and a mail whose answer was
/// still out is known to be uncertain.
public struct Halt: Sendable {
    /// Nothing new is begun any more.
    public let finish = StopFlag()
    /// What is in hand ends where it can.
    public let breakOff = StopFlag()

    public init() {}
}
