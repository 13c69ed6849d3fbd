import CCurl

/// What a server says while libcurl connects and logs in: only its last refusal is of interest.
///
/// It belongs to the thread of its connection: libcurl calls back only inside `curl_easy_perform`.
final class IMAPGreeting {
    /// The words of the last NO, BAD or BYE.
    private(set) var refusal: String?
    private let stops: [StopFlag]

    /// - Parameter stops: any of them ends the beginning.
    init(stops: [StopFlag]) {
        self.stops = stops
    }

    /// The refusal is about the server's own trouble, not about our login (RFC 5530).
    var isUnavailable: Bool {
        ["[UNAVAILABLE]", "[INUSE]", "[LIMIT]"].contains { refusal?.uppercased().hasPrefix($0) ?? false }
    }

    /// Makes a handle report to this, which must outlive the handle.
    func attach(to handle: UnsafeMutableRawPointer) {
        let this = Unmanaged.passUnretained(self).toOpaque()

        // libcurl hands every line that an IMAP server says to the function for headers.
        ccurl_set_pointer(handle, CURLOPT_HEADERDATA, this)
        ccurl_set_data_function(handle, CURLOPT_HEADERFUNCTION) { line, size, count, pointer in
            if let line, let pointer {
                IMAPGreeting.behind(pointer).hear(UnsafeRawBufferPointer(start: line, count: size * count))
            }
            return size * count
        }
        // There is no body; without this libcurl would print what it took for one.
        ccurl_set_data_function(handle, CURLOPT_WRITEFUNCTION) { _, size, count, _ in size * count }

        // Called at least once a second.
        ccurl_set_long(handle, CURLOPT_NOPROGRESS, 0)
        ccurl_set_pointer(handle, CURLOPT_XFERINFODATA, this)
        ccurl_set_progress_function(handle) { pointer, _, _, _, _ in
            guard let pointer else { return 1 }
            return IMAPGreeting.behind(pointer).stops.contains(where: \.isRaised) ? 1 : 0
        }
    }

    /// Takes one line.
    func hear(_ line: UnsafeRawBufferPointer) {
        let response = IMAPResponse(line: line.prefix(2_000).filter { $0 != 0x0D && $0 != 0x0A })
        switch response.status {
        case .no, .bad, .bye: refusal = response.words
        case .ok, nil: break
        }
    }

    private static func behind(_ pointer: UnsafeMutableRawPointer) -> IMAPGreeting {
        Unmanaged<IMAPGreeting>.fromOpaque(pointer).takeUnretainedValue()
    }
}
