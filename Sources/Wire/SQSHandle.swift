import CCurl

/// One libcurl handle, set up for one queue, with which it stays to its end.
///
/// It runs under a multi handle of its own, for `curl_easy_perform` looks up only once a second: a long poll has to end
/// soon after the word to stop.
final class SQSHandle {
    let curl: UnsafeMutableRawPointer
    private let multi: UnsafeMutableRawPointer
    private let errorText: UnsafeMutablePointer<CChar>
    private let answer = Answer()

    /// What came in answer to a request.
    private final class Answer {
        var bytes: [UInt8] = []
        var isTooLarge = false
    }

    /// Ten messages of 256 KiB and the names around them, where JSON writes every byte of them as six. No answer to
    /// anything is larger.
    static let largestAnswer = 10 * 262_144 * 6 + 1_048_576

    /// How long it may take until the word to stop is heard, in milliseconds.
    private static let look: Int32 = 100

    /// Seconds for connecting, TLS included.
    private static let connectTimeout = 10

    /// - Throws: `WireProblem` if libcurl has no memory.
    init(queue: SQSQueue) throws(WireProblem) {
        guard Self.libraryIsReady, let curl = curl_easy_init() else { throw Self.noLibrary }
        guard let multi = curl_multi_init() else {
            curl_easy_cleanup(curl)
            throw Self.noLibrary
        }
        self.curl = curl
        self.multi = multi
        errorText = .allocate(capacity: Int(CURL_ERROR_SIZE))
        errorText.initialize(repeating: 0, count: Int(CURL_ERROR_SIZE))
        ccurl_set_pointer(curl, CURLOPT_ERRORBUFFER, errorText)
        apply(queue)
        collectAnswers()
    }

    deinit {
        curl_easy_cleanup(curl)
        curl_multi_cleanup(multi)
        errorText.deallocate()
    }

    /// Sets everything that stays for the life of the handle.
    private func apply(_ queue: SQSQueue) {
        set(CURLOPT_URL, queue.endpoint)
        set(CURLOPT_PROTOCOLS_STR, queue.scheme)
        set(CURLOPT_FOLLOWLOCATION, 0)
        set(CURLOPT_REDIR_PROTOCOLS_STR, "")
        set(CURLOPT_PROXY, "")
        set(CURLOPT_NETRC, Int(CURL_NETRC_IGNORED.rawValue))
        set(CURLOPT_HTTP_VERSION, CURL_HTTP_VERSION_1_1)
        // No signals: several of these run in one process, each on its own thread.
        set(CURLOPT_NOSIGNAL, 1)
        // Nobody waits for a name server when told to stop.
        set(CURLOPT_QUICK_EXIT, 1)
        set(CURLOPT_CONNECTTIMEOUT, Self.connectTimeout)

        set(CURLOPT_SSL_VERIFYPEER, 1)
        set(CURLOPT_SSL_VERIFYHOST, 2)
        set(CURLOPT_SSLVERSION, Int(CURL_SSLVERSION_TLSv1_2))
        if let caFile = queue.caFile { set(CURLOPT_CAINFO, caFile) }

        set(CURLOPT_AWS_SIGV4, "aws:amz:\(queue.region):sqs")
        set(CURLOPT_USERNAME, queue.credentials.id)
        set(CURLOPT_PASSWORD, queue.credentials.secret)
        set(CURLOPT_POST, 1)
    }

    private func collectAnswers() {
        ccurl_set_pointer(curl, CURLOPT_WRITEDATA, Unmanaged.passUnretained(answer).toOpaque())
        ccurl_set_data_function(curl, CURLOPT_WRITEFUNCTION) { bytes, size, count, pointer in
            guard let bytes, let pointer else { return 0 }
            let answer = Unmanaged<Answer>.fromOpaque(pointer).takeUnretainedValue()
            guard answer.bytes.count + size * count <= SQSHandle.largestAnswer else {
                answer.isTooLarge = true
                return 0
            }
            answer.bytes += UnsafeRawBufferPointer(start: bytes, count: size * count)
            return size * count
        }
    }

    /// Sends a request and takes its answer.
    ///
    /// - Parameters:
    ///   - seconds: after this time it is broken off.
    ///   - stops: any of them breaks it off soon after it is raised.
    /// - Returns: the HTTP status and the body.
    func post(
        _ body: [UInt8], headers: [String], seconds: Int, stops: [StopFlag]
    ) throws(SQSProblem) -> (status: Int, body: [UInt8]) {
        var list: UnsafeMutablePointer<curl_slist>?
        for header in headers { list = curl_slist_append(list, header) }
        defer {
            ccurl_set_list(curl, CURLOPT_HTTPHEADER, nil)
            curl_slist_free_all(list)
        }
        ccurl_set_list(curl, CURLOPT_HTTPHEADER, list)
        set(CURLOPT_TIMEOUT, seconds)
        set(CURLOPT_POSTFIELDSIZE, body.count)
        answer.bytes.removeAll(keepingCapacity: answer.bytes.capacity <= 1_048_576)
        answer.isTooLarge = false
        errorText.pointee = 0

        var body = body
        let code = body.withUnsafeMutableBytes { bytes in
            // libcurl reads it, and nobody changes it.
            ccurl_set_pointer(curl, CURLOPT_POSTFIELDS, bytes.baseAddress)
            defer { ccurl_set_pointer(curl, CURLOPT_POSTFIELDS, nil) }
            return run(until: stops)
        }
        guard let code else { throw SQSProblem(.stopped, "the request was broken off") }
        if answer.isTooLarge {
            throw SQSProblem(.tooLarge, "the queue's server answered with more than \(Self.largestAnswer) bytes")
        }
        guard code == CURLE_OK else { throw SQSProblem(.unreachable, words(for: code)) }
        var status = 0
        ccurl_get_long(curl, CURLINFO_RESPONSE_CODE, &status)
        return (status, answer.bytes)
    }

    /// - Returns: nil if it was broken off.
    private func run(until stops: [StopFlag]) -> CURLcode? {
        guard curl_multi_add_handle(multi, curl) == CURLM_OK else { return CURLE_FAILED_INIT }
        defer { curl_multi_remove_handle(multi, curl) }
        var running: Int32 = 1
        while true {
            if stops.contains(where: \.isRaised) { return nil }
            guard curl_multi_perform(multi, &running) == CURLM_OK else { return CURLE_OUT_OF_MEMORY }
            if running == 0 { break }
            guard curl_multi_poll(multi, nil, 0, Self.look, nil) == CURLM_OK else { return CURLE_OUT_OF_MEMORY }
        }
        var left: Int32 = 0
        while let message = curl_multi_info_read(multi, &left) {
            if message.pointee.msg == CURLMSG_DONE { return message.pointee.data.result }
        }
        return CURLE_GOT_NOTHING
    }

    /// What libcurl says about its last failure, or what the code means in general. It knows hosts and ports, no body.
    private func words(for code: CURLcode) -> String {
        let own = String(cString: errorText)
        return ServerWords.cleaned(own.isEmpty ? String(cString: curl_easy_strerror(code)) : own, hiding: "")
    }

    private func set(_ option: CURLoption, _ value: Int) {
        ccurl_set_long(curl, option, value)
    }

    private func set(_ option: CURLoption, _ value: String) {
        ccurl_set_string(curl, option, value)
    }

    private static let noLibrary = WireProblem(subject: "libcurl", problem: "can't be started")

    /// libcurl's global state, made once before the first handle.
    private static let libraryIsReady = ccurl_global_init() == CURLE_OK
}
