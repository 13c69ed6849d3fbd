import CCurl

extension SMTPHandle {
    /// Sets everything that stays for the life of the handle.
    func apply(_ server: SMTPServer) {
        set(CURLOPT_URL, server.curlURL)
        set(CURLOPT_PROTOCOLS_STR, server.implicitTLS ? "smtps" : "smtp")
        set(CURLOPT_REDIR_PROTOCOLS_STR, "")
        set(CURLOPT_PROXY, "")
        // No signals: several of these run in one process, each on its own thread.
        set(CURLOPT_NOSIGNAL, 1)

        set(CURLOPT_CONNECTTIMEOUT, server.connectTimeout)
        set(CURLOPT_SERVER_RESPONSE_TIMEOUT, server.responseTimeout)
        // A server that stops reading in the middle of the text.
        set(CURLOPT_LOW_SPEED_LIMIT, 1)
        set(CURLOPT_LOW_SPEED_TIME, server.responseTimeout)

        switch server.tls {
        case .required: set(CURLOPT_USE_SSL, Int(CURLUSESSL_ALL.rawValue))
        case .opportunistic: set(CURLOPT_USE_SSL, Int(CURLUSESSL_TRY.rawValue))
        case .none: set(CURLOPT_USE_SSL, Int(CURLUSESSL_NONE.rawValue))
        }
        set(CURLOPT_SSL_VERIFYPEER, server.tls == .required ? 1 : 0)
        set(CURLOPT_SSL_VERIFYHOST, server.tls == .required ? 2 : 0)
        set(CURLOPT_SSLVERSION, Int(CURL_SSLVERSION_TLSv1_2))
        if let caFile = server.caFile { set(CURLOPT_CAINFO, caFile) }

        if let login = server.login {
            set(CURLOPT_USERNAME, login.user)
            set(CURLOPT_PASSWORD, login.password)
        }
    }

    func set(_ option: CURLoption, _ value: Int) {
        ccurl_set_long(curl, option, value)
    }

    func set(_ option: CURLoption, _ value: String) {
        ccurl_set_string(curl, option, value)
    }
}
