/// A folder of somebody's mail, read over IMAP (RFC 3501) without a trace until `markSeen` is called.
///
/// `open`, then `unseen`, `fetch` and `markSeen`, then `close`; each time anew. A message is fetched with BODY.PEEK, so
/// that a crash before it is ours leaves it unseen. After an error the connection is gone: `open` makes another.
///
/// The process must ignore SIGPIPE, which writing to a connection that broke under TLS raises.
///
/// One mailbox belongs to one thread. Every call blocks, up to the server's time-outs, so that thread is never one of
/// an event loop or of Swift's own pool.
public final class IMAPMailbox {
    private let server: IMAPServer
    private let folder: IMAPFolder
    private let stop: StopFlag
    private let finish: StopFlag
    private var connection: IMAPConnection?
    private var commands = 0

    /// - Parameters:
    ///   - server: where, and who.
    ///   - folder: in UTF-8, levels separated as the server does it. The default is `INBOX`.
    ///   - stop: raise it to end a running call: within a second or so while it connects, and soon while it talks.
    ///   - finish: raise it to end a call in which nothing is in hand, in the same time: every one but `markSeen`.
    /// - Throws: `WireProblem` for an impossible folder. Nothing is connected yet.
    public init(
        on server: IMAPServer, folder: String = "INBOX", stop: StopFlag = StopFlag(), finish: StopFlag = StopFlag()
    ) throws(WireProblem) {
        self.server = server
        self.folder = try IMAPFolder(folder)
        self.stop = stop
        self.finish = finish
    }

    /// The account and the folder, `orders@imap.example.org/INBOX`: with a validity and a UID it names a message for
    /// ever. It may hold an address: not for logs.
    public var place: String { "\(server.login.user)@\(server.host)/\(folder.name)" }

    /// Connects, logs in and selects the folder.
    ///
    /// - Returns: the folder's UIDVALIDITY: as long as it stays the same, so does the meaning of every UID.
    /// - Throws: `IMAPProblem`.
    public func open() throws(IMAPProblem) -> UInt32 {
        close()
        connection = try IMAPConnection(to: server, stops: [stop, finish])
        var validity: UInt32?
        let end = try ask("SELECT \(folder.quoted)") { response in
            if let number = response.argument(of: "UIDVALIDITY") { validity = UInt32(number) }
        }
        guard end.status == .ok else {
            throw drop(
                .folder, "doesn't open the folder", end.words,
                hint: "check that imap.folder is a folder of this mailbox, written as the server has it")
        }
        guard end.argument(of: "READ-ONLY") == nil else {
            throw drop(.folder, "lets the folder only be read, so that nothing could be marked as done")
        }
        guard let validity, validity > 0 else {
            throw drop(.incomprehensible, "gives the folder no UIDVALIDITY")
        }
        return validity
    }

    /// The UIDs of all messages that nobody has seen or deleted, in ascending order.
    ///
    /// Of hundreds of thousands it may be only the first hundred thousand; the others follow when those are seen.
    ///
    /// - Throws: `IMAPProblem`.
    public func unseen() throws(IMAPProblem) -> [UInt32] {
        try search("UNSEEN UNDELETED").sorted()
    }

    /// The UIDs of all messages, in ascending order; nil if they may not be all, because there are so many.
    ///
    /// - Throws: `IMAPProblem`.
    public func present() throws(IMAPProblem) -> [UInt32]? {
        let uids = try search("ALL")
        return uids.count < Self.mostUIDs ? uids.sorted() : nil
    }

    private func search(_ what: String) throws(IMAPProblem) -> Set<UInt32> {
        var uids: Set<UInt32> = []
        let end = try ask("UID SEARCH \(what)") { response in
            guard let found = response.searchedUIDs, uids.count < Self.mostUIDs else { return }
            uids.formUnion(found)
        }
        guard end.status == .ok else { throw drop(.refused, "refuses to search", end.words) }
        return uids.subtracting([0])
    }

    /// A message, or its beginning if it is longer; it stays unseen.
    ///
    /// - Parameters:
    ///   - uid: one of `unseen`.
    ///   - maximumBytes: how much of it is asked for and held, 1 or more.
    /// - Returns: nil if the message isn't there any more.
    /// - Throws: `IMAPProblem`.
    public func fetch(_ uid: UInt32, maximumBytes: Int) throws(IMAPProblem) -> IMAPMessage? {
        var message: IMAPMessage?
        let limit = max(1, min(maximumBytes, Int(Int32.max) - 1))
        // One byte more than we keep tells whether there is more.
        let command = "UID FETCH \(uid) (UID BODY.PEEK[]<0.\(limit + 1)>)"
        let end = try ask(command, keeping: limit) { response in
            guard let body = response.body(of: uid) else { return }
            message = IMAPMessage(uid: uid, bytes: body.bytes, isCut: body.count > limit)
        }
        guard end.status == .ok else { throw drop(.refused, "refuses to show a message", end.words) }
        return message
    }

    /// Marks messages as seen: they are done. Those that aren't there any more are passed over.
    ///
    /// - Throws: `IMAPProblem`; some may be marked then.
    public func markSeen(_ uids: [UInt32]) throws(IMAPProblem) {
        connection?.stops = [stop]
        defer { connection?.stops = [stop, finish] }
        for set in IMAPUIDSet.texts(for: uids) {
            let end = try ask("UID STORE \(set) +FLAGS.SILENT (\\Seen)") { _ in }
            guard end.status == .ok else { throw drop(.refused, "refuses to mark messages as seen", end.words) }
        }
    }

    /// Takes leave and closes the connection; what was marked stays marked.
    public func close() {
        guard let connection else { return }
        self.connection = nil
        // The answer is of no use to us, and a server that can't hear this will notice all the same.
        try? connection.send(Array("Z LOGOUT\r\n".utf8), until: .now + .seconds(1))
    }

    /// More than one line of UIDs can name.
    private static let mostUIDs = 200_000

    /// Gives a command and hands on what the server says until the command's end, which is returned.
    private func ask(
        _ command: String, keeping longestLiteral: Int = 0, each: (IMAPResponse) -> Void
    ) throws(IMAPProblem) -> IMAPResponse {
        guard let connection else { throw IMAPProblem(.unreachable, on: server, "isn't connected") }
        commands += 1
        do {
            return try Self.ask(
                "H\(commands)", command, over: connection, IMAPReader(longestLiteral: longestLiteral), each: each)
        } catch {
            self.connection = nil
            throw error
        }
    }

    private static func ask(
        _ tag: String, _ command: String, over connection: IMAPConnection, _ reader: IMAPReader,
        each: (IMAPResponse) -> Void
    ) throws(IMAPProblem) -> IMAPResponse {
        let server = connection.server
        let deadline = ContinuousClock.now + .seconds(server.commandTimeout)
        var reader = reader
        var end: IMAPResponse?
        var farewell: String?
        try connection.send(Array("\(tag) \(command)\r\n".utf8), until: deadline)
        while end == nil {
            let bytes: [UInt8]
            do { bytes = try connection.receive(until: deadline) } catch {
                guard let farewell, error.kind == .unreachable else { throw error }
                throw IMAPProblem(.unreachable, on: server, "took its leave", words: farewell)
            }
            do {
                try reader.take(bytes) { response in
                    if response.tag == tag {
                        end = response
                    } else {
                        each(response)
                        if response.status == .bye { farewell = response.words }
                    }
                }
            } catch {
                throw IMAPProblem(.incomprehensible, on: server, "says what IMAP doesn't know")
            }
        }
        guard let end, end.status != nil else {
            throw IMAPProblem(.incomprehensible, on: server, "says what IMAP doesn't know")
        }
        return end
    }

    /// Lets go of the connection, whose state we no longer know, and says why.
    private func drop(_ kind: IMAPProblem.Kind, _ problem: String, _ words: String = "", hint: String? = nil)
        -> IMAPProblem
    {
        connection = nil
        return IMAPProblem(kind, on: server, problem, words: words, hint: hint)
    }
}
