/// What a client may take of the server: space, time and connections.
public struct WebLimits: Sendable, Hashable {
    /// Bytes of all header fields of a request together.
    public var headerBytes = 16 * 1_024
    /// Header fields of a request.
    public var headerFields = 100
    /// Bytes of a request's body; the API allows its known callers more for arrays.
    public var bodyBytes = 64 * 1_024
    /// From the opening of a connection, or the end of the last response on it, until the whole next request has
    /// arrived, whatever drips in.
    public var arrival = Duration.seconds(10)
    /// From the end of a request until its response is written.
    public var answer = Duration.seconds(60)
    /// How long a connection that we close is read from, so that the client sees the response.
    public var linger = Duration.seconds(2)
    /// On shutdown: until a request whose head was read has arrived.
    public var farewell = Duration.seconds(3)
    /// Open connections; more wait until one is closed.
    public var connections = 2_000
    /// How long to wait before a door that can't be opened is tried again.
    public var retry = Duration.seconds(30)

    public init() {}
}
