/// Where a CUPS server is: this machine's own, another machine's, or a socket. Checked when it is made.
public struct PrintServer: Sendable, Hashable {
    /// A name, an address, or a socket's path; nil for where libcups looks by itself: `$CUPS_SERVER`, `client.conf`, this
    /// machine's socket.
    let host: String?
    let port: Int

    /// This machine's own, or the one that `$CUPS_SERVER` names.
    public init() {
        host = nil
        port = 631
    }

    /// Reads `office`, `office:631`, `[::1]:631` or `/run/cups/cups.sock`.
    ///
    /// - Throws: `WireProblem` for anything else.
    public init(_ address: String) throws(WireProblem) {
        if address.hasPrefix("/"), address.utf8.count < 108, !address.contains("\0") {
            host = address
            port = 631
            return
        }
        do {
            let isSixth = address.hasPrefix("[")
            let hasPort = (isSixth ? address.drop { $0 != "]" } : address[...]).contains(":")
            let parts = try SMTPServer.read("smtp://" + address)
            host = parts.host
            port = hasPort ? parts.port : 631
        } catch {
            throw WireProblem(
                subject: "the print server", problem: error.problem,
                hint: "write office, office:631 or the path of a socket")
        }
    }

    /// `the print server office:631`: how a sentence about it begins.
    public var subject: String { host == nil ? name : "the print server \(name)" }

    /// `office:631`, for messages to people.
    public var name: String {
        guard let host else { return "this machine's CUPS" }
        if host.hasPrefix("/") { return host }
        return host.contains(":") ? "[\(host)]:\(port)" : "\(host):\(port)"
    }
}
