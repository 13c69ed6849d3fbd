import CCups
import Foundation

/// A conversation with a CUPS server, by one thread: libcups waits for each answer.
public final class PrintConnection {
    public let server: PrintServer
    /// Seconds for connecting, and for each silence of the server.
    private let timeout: Int
    private var http: OpaquePointer?

    /// Connects when something is first asked.
    ///
    /// - Parameter timeout: seconds for connecting, and for each silence of the server.
    public init(to server: PrintServer, timeout: Int = 10) {
        self.server = server
        self.timeout = timeout
    }

    deinit {
        httpClose(http)
    }

    /// Asks something that may be refused.
    ///
    /// - Parameters:
    ///   - make: makes the request: it is used up by each attempt.
    ///   - subject: what a refusal is about.
    ///   - document: a file that is sent along.
    func ask(
        _ make: () -> IPPRequest, of path: String, about subject: String, sending document: Int32? = nil
    ) throws(PrintProblem) -> IPPAnswer {
        let connection = try connect()
        let request = make().pointer
        let pointer =
            document.map { cupsDoIORequest(connection, request, path, $0, -1) }
            ?? cupsDoRequest(connection, request, path)
        let status = cupsLastError()
        guard let pointer, status.rawValue < IPP_STATUS_ERROR_BAD_REQUEST.rawValue else {
            ippDelete(pointer)
            throw problem(status, about: subject)
        }
        return IPPAnswer(pointer)
    }

    private func connect() throws(PrintProblem) -> OpaquePointer {
        if let http { return http }
        // Nobody is there to type a password; libcups keeps this for each thread.
        cupsSetPasswordCB2({ _, _, _, _, _ in nil }, nil)
        let host = server.host ?? String(cString: cupsServer())
        let port = server.host == nil ? Int32(ippPort()) : Int32(server.port)
        http = httpConnect2(host, port, nil, AF_UNSPEC, cupsEncryption(), 1, Int32(timeout) * 1000, nil)
        guard let http else {
            throw unreachable("isn't there: \(Self.words(cupsLastErrorString()))")
        }
        httpSetTimeout(http, Double(timeout), nil, nil)
        return http
    }

    private func problem(_ status: ipp_status_t, about subject: String) -> PrintProblem {
        let words = Self.words(cupsLastErrorString())
        switch status {
        case IPP_STATUS_ERROR_NOT_FOUND: return PrintProblem(.noPrinter, subject, "isn't known to \(server.name)")
        case IPP_STATUS_ERROR_NOT_ACCEPTING_JOBS:
            return PrintProblem(.notReady, subject, "takes no jobs", hint: "let it take jobs again with cupsaccept")
        case IPP_STATUS_ERROR_DOCUMENT_FORMAT_NOT_SUPPORTED:
            return PrintProblem(.unsupported, subject, "doesn't take this format", hint: "try the other: --format ps")
        case IPP_STATUS_ERROR_NOT_AUTHENTICATED, IPP_STATUS_ERROR_NOT_AUTHORIZED, IPP_STATUS_ERROR_FORBIDDEN:
            return PrintProblem(
                .notAllowed, subject, "isn't open to us: \(words)",
                hint:
                    "let this user print there: lpadmin -p NAME -u allow:all, and on the server cupsctl --share-printers"
            )
        case IPP_STATUS_ERROR_SERVICE_UNAVAILABLE, IPP_STATUS_ERROR_INTERNAL, IPP_STATUS_ERROR_TIMEOUT,
            IPP_STATUS_ERROR_DEVICE:
            httpClose(http)
            http = nil
            return unreachable(words == "Success" ? "has gone" : "has gone: \(words)")
        case IPP_STATUS_ERROR_BUSY, IPP_STATUS_ERROR_TEMPORARY, IPP_STATUS_ERROR_PRINTER_IS_DEACTIVATED:
            return PrintProblem(.notReady, subject, "has no time: \(words)", hint: "try again later")
        default: return PrintProblem(.refused, subject, "refused: \(words)")
        }
    }

    private func unreachable(_ problem: String) -> PrintProblem {
        let start = "start it (systemctl start cups), or say where it is: server in sheets.printers, or CUPS_SERVER"
        return PrintProblem(
            .unreachable, server.subject, problem,
            hint: server.host == nil
                ? start : "is it switched on, and does it share its printers? Try: lpstat -h NAME -t")
    }

    private static func words(_ text: UnsafePointer<CChar>?) -> String {
        let words = ServerWords.cleaned(text.map { String(cString: $0) } ?? "", hiding: "")
        return words.isEmpty ? "no answer" : words
    }
}
