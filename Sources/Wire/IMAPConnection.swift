import CCurl
import Glibc

/// A connection to a mailbox server that has been greeted, encrypted and logged in by libcurl, and over which we then
/// speak IMAP ourselves.
///
/// libcurl's own way of fetching marks messages as read before they are anybody's, can't hand literals on faithfully
/// from commands of our own, and drops response lines beyond 16 KiB. With CURLOPT_CONNECT_ONLY it does what it does
/// well, and `curl_easy_send` and `curl_easy_recv` carry the rest over the same TLS.
final class IMAPConnection {
    let server: IMAPServer
    /// What ends a wait: each of them.
    var stops: [StopFlag]
    private let curl: UnsafeMutableRawPointer
    private let errorText: UnsafeMutablePointer<CChar>
    private let greeting: IMAPGreeting
    private var socket = CURL_SOCKET_BAD
    private var buffer = [UInt8](repeating: 0, count: 16_384)

    /// How long a wait may last before the flag is looked at again, in milliseconds.
    private static let patience: Int32 = 100

    /// Connects, begins TLS and logs in.
    ///
    /// - Throws: `IMAPProblem`: unreachable, loginRefused, tls or stopped.
    init(to server: IMAPServer, stops: [StopFlag]) throws(IMAPProblem) {
        guard !stops.contains(where: \.isRaised) else { throw .stopped(on: server) }
        guard Self.libraryIsReady, let curl = curl_easy_init() else {
            throw IMAPProblem(.unreachable, on: server, "can't be asked, for libcurl can't be started")
        }
        self.server = server
        self.stops = stops
        self.curl = curl
        greeting = IMAPGreeting(stops: stops)
        errorText = .allocate(capacity: Int(CURL_ERROR_SIZE))
        errorText.initialize(repeating: 0, count: Int(CURL_ERROR_SIZE))
        ccurl_set_pointer(curl, CURLOPT_ERRORBUFFER, errorText)
        greeting.attach(to: curl)
        apply(server)

        let code = curl_easy_perform(curl)
        if code != CURLE_OK { throw problem(for: code) }
        guard ccurl_get_socket(curl, CURLINFO_ACTIVESOCKET, &socket) == CURLE_OK, socket != CURL_SOCKET_BAD else {
            throw IMAPProblem(.unreachable, on: server, "closed the connection after the login")
        }
    }

    /// Closes the connection; of connections like this libcurl takes no leave.
    deinit {
        curl_easy_cleanup(curl)
        errorText.deallocate()
    }

    /// Sends bytes, all of them.
    func send(_ bytes: [UInt8], until deadline: ContinuousClock.Instant) throws(IMAPProblem) {
        var sent = 0
        while sent < bytes.count {
            var count = 0
            let code = bytes[sent...].withUnsafeBytes { curl_easy_send(curl, $0.baseAddress, $0.count, &count) }
            switch code {
            case CURLE_OK: sent += count
            case CURLE_AGAIN: try wait(for: POLLOUT, until: deadline)
            default: throw lost
            }
        }
    }

    /// Waits for bytes; at least one.
    func receive(until deadline: ContinuousClock.Instant) throws(IMAPProblem) -> [UInt8] {
        while true {
            var count = 0
            let code = buffer.withUnsafeMutableBytes { curl_easy_recv(curl, $0.baseAddress, $0.count, &count) }
            switch code {
            case CURLE_OK where count > 0:
                // A server that never stops talking must not outlast its time either.
                try check(deadline)
                return Array(buffer[..<count])
            case CURLE_AGAIN: try wait(for: POLLIN, until: deadline)
            default: throw lost
            }
        }
    }

    private func wait(for event: Int32, until deadline: ContinuousClock.Instant) throws(IMAPProblem) {
        try check(deadline)
        var request = pollfd(fd: socket, events: Int16(event), revents: 0)
        poll(&request, 1, Self.patience)
    }

    private func check(_ deadline: ContinuousClock.Instant) throws(IMAPProblem) {
        if stops.contains(where: \.isRaised) { throw .stopped(on: server) }
        if .now > deadline {
            throw IMAPProblem(.unreachable, on: server, "gave no whole answer within \(server.commandTimeout) s")
        }
    }

    private var lost: IMAPProblem { IMAPProblem(.unreachable, on: server, "closed the connection") }

    /// What a failed beginning means.
    private func problem(for code: CURLcode) -> IMAPProblem {
        if code == CURLE_ABORTED_BY_CALLBACK { return .stopped(on: server) }
        let own = String(cString: errorText)
        let words = greeting.refusal ?? (own.isEmpty ? String(cString: curl_easy_strerror(code)) : own)
        switch code {
        case CURLE_LOGIN_DENIED where greeting.isUnavailable:
            return IMAPProblem(.unreachable, on: server, "has no time", words: words)
        case CURLE_LOGIN_DENIED:
            return IMAPProblem(
                .loginRefused, on: server, "refuses the login", words: words,
                hint: "check imap.user, and the password in imap.passwordFile")
        case CURLE_USE_SSL_FAILED:
            return IMAPProblem(
                .tls, on: server, "offers no encryption", words: words,
                hint: "write imaps:// in imap.url, or the port on which it offers some")
        case CURLE_PEER_FAILED_VERIFICATION, CURLE_SSL_CONNECT_ERROR, CURLE_SSL_CACERT_BADFILE, CURLE_SSL_CERTPROBLEM,
            CURLE_SSL_CIPHER, CURLE_SSL_ISSUER_ERROR:
            return IMAPProblem(
                .tls, on: server, "can't be verified", words: words,
                hint: "the certificate must be valid for the name in imap.url")
        case CURLE_COULDNT_RESOLVE_HOST, CURLE_COULDNT_CONNECT:
            return IMAPProblem(
                .unreachable, on: server, "can't be reached", words: words,
                hint: "check the host and the port in imap.url, and that this machine has a network")
        default:
            return IMAPProblem(.unreachable, on: server, "doesn't let us in", words: words)
        }
    }

    /// Sets everything that libcurl needs for the beginning.
    private func apply(_ server: IMAPServer) {
        set(CURLOPT_URL, server.curlURL)
        set(CURLOPT_PROTOCOLS_STR, server.implicitTLS ? "imaps" : "imap")
        set(CURLOPT_REDIR_PROTOCOLS_STR, "")
        set(CURLOPT_PROXY, "")
        // No signals: several of these run in one process, each on its own thread.
        set(CURLOPT_NOSIGNAL, 1)
        set(CURLOPT_CONNECT_ONLY, 1)
        set(CURLOPT_CONNECTTIMEOUT, server.connectTimeout)
        set(CURLOPT_SERVER_RESPONSE_TIMEOUT, server.connectTimeout)
        set(CURLOPT_TIMEOUT, server.connectTimeout)

        switch server.tls {
        case .required: set(CURLOPT_USE_SSL, Int(CURLUSESSL_ALL.rawValue))
        case .opportunistic: set(CURLOPT_USE_SSL, Int(CURLUSESSL_TRY.rawValue))
        case .none: set(CURLOPT_USE_SSL, Int(CURLUSESSL_NONE.rawValue))
        }
        set(CURLOPT_SSL_VERIFYPEER, server.tls == .required ? 1 : 0)
        set(CURLOPT_SSL_VERIFYHOST, server.tls == .required ? 2 : 0)
        set(CURLOPT_SSLVERSION, Int(CURL_SSLVERSION_TLSv1_2))
        if let caFile = server.caFile { set(CURLOPT_CAINFO, caFile) }
        set(CURLOPT_USERNAME, server.login.user)
        set(CURLOPT_PASSWORD, server.login.password)
    }

    private func set(_ option: CURLoption, _ value: Int) {
        ccurl_set_long(curl, option, value)
    }

    private func set(_ option: CURLoption, _ value: String) {
        ccurl_set_string(curl, option, value)
    }

    /// libcurl's global state, made once before the first handle.
    private static let libraryIsReady = ccurl_global_init() == CURLE_OK
}
