import TestSupport
import Wire

enum Sample {
    static let sender = "campaign@example.org"
    static let recipient = "jo.doe@example.org"
    static let message = Array("Subject: Your order\r\n\r\n.leading dot\r\n..\r\n.\r\nDiolch!\r\n".utf8)
}

extension SMTPConnection {
    /// A connection for one test, with time-outs as short as libcurl has them.
    convenience init(
        _ url: String, tls: TLSMode = .none, login: SMTPServer.Login? = nil, caFile: String? = nil,
        responseTimeout: Int = 5, stop: StopFlag = StopFlag()
    ) throws {
        let server = try SMTPServer(
            url: url, tls: tls, login: login, caFile: caFile, heloName: "handbill.example.org", connectTimeout: 5,
            responseTimeout: responseTimeout)
        try self.init(to: server, stop: stop)
    }

    func sendSample() -> SMTPResult {
        send(Sample.message, from: Sample.sender, to: Sample.recipient)
    }
}

/// The case of a result alone, for tables.
enum Kind: Sendable {
    case accepted, temporary, permanent, ambiguous, unreachable, refusedLocally

    init(_ result: SMTPResult) {
        self =
            switch result {
            case .accepted: .accepted
            case .temporary: .temporary
            case .permanent: .permanent
            case .ambiguous: .ambiguous
            case .unreachable: .unreachable
            case .refusedLocally: .refusedLocally
            }
    }
}
