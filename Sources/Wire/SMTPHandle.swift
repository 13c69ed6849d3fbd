import CCurl
import Glibc

/// One libcurl handle, set up for one server and one TLS mode, with which it stays to its end.
///
/// libcurl's connection reuse has confused TLS modes more than once, so no handle ever changes its own.
final class SMTPHandle {
    let curl: UnsafeMutableRawPointer
    let dialogue: SMTPDialogue
    private let errorText: UnsafeMutablePointer<CChar>

    /// - Throws: `WireProblem` if libcurl has no memory.
    init(server: SMTPServer, stop: StopFlag) throws(WireProblem) {
        guard Self.libraryIsReady, let curl = curl_easy_init() else {
            throw WireProblem(subject: "libcurl", problem: "can't be started")
        }
        self.curl = curl
        dialogue = SMTPDialogue(stop: stop)
        errorText = .allocate(capacity: Int(CURL_ERROR_SIZE))
        errorText.initialize(repeating: 0, count: Int(CURL_ERROR_SIZE))
        ccurl_set_pointer(curl, CURLOPT_ERRORBUFFER, errorText)
        dialogue.attach(to: curl)
        apply(server)
    }

    /// Says QUIT and closes the connection.
    deinit {
        // libcurl would wait two minutes for the answer to QUIT; we have no use for it.
        var socket = CURL_SOCKET_BAD
        if ccurl_get_socket(curl, CURLINFO_ACTIVESOCKET, &socket) == CURLE_OK, socket != CURL_SOCKET_BAD {
            shutdown(socket, Int32(SHUT_RD))
        }
        curl_easy_cleanup(curl)
        errorText.deallocate()
    }

    /// Runs one attempt with this message to its end.
    func perform(_ message: [UInt8]) -> CURLcode {
        dialogue.begin(message)
        errorText.pointee = 0
        return curl_easy_perform(curl)
    }

    /// What libcurl says about its last failure, or what the code means in general.
    func words(for code: CURLcode) -> String {
        let own = String(cString: errorText)
        return own.isEmpty ? String(cString: curl_easy_strerror(code)) : own
    }

    /// Whether the last attempt went over a connection of an earlier one.
    var reusedConnection: Bool {
        var made = 0
        return ccurl_get_long(curl, CURLINFO_NUM_CONNECTS, &made) == CURLE_OK && made == 0
    }

    /// libcurl's global state, made once before the first handle.
    private static let libraryIsReady = ccurl_global_init() == CURLE_OK
}
