import NIOCore

/// How far a connection is: what was received, what is still to be answered, and until when.
///
/// The times are absolute: no byte that drips in prolongs them.
struct ConnectionClock {
    private let limits: WebLimits
    /// Requests that have arrived whole and aren't answered.
    private(set) var waiting = 0
    /// Whether a request's head was read and its end wasn't.
    private(set) var isArriving = false
    /// When the connection is cut, whatever happens on it.
    private(set) var deadline: NIODeadline

    init(limits: WebLimits, now: NIODeadline) {
        self.limits = limits
        deadline = now + TimeAmount(limits.arrival)
    }

    mutating func headArrived() {
        isArriving = true
    }

    mutating func endArrived(now: NIODeadline) {
        isArriving = false
        waiting += 1
        if waiting == 1 { deadline = now + TimeAmount(limits.answer) }
    }

    /// A response is on its way, all of it.
    mutating func answered(now: NIODeadline) {
        waiting = max(0, waiting - 1)
        deadline = now + TimeAmount(waiting == 0 ? limits.arrival : limits.answer)
    }

    /// A request whose head was read gets a moment to arrive.
    mutating func hurry(now: NIODeadline) {
        if waiting == 0 { deadline = min(deadline, now + TimeAmount(limits.farewell)) }
    }

    mutating func linger(now: NIODeadline) {
        deadline = now + TimeAmount(limits.linger)
    }
}
