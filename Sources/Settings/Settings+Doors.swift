/// The doors through which orders come in.
extension Settings {
    /// The file queue.
    public struct Queue: Sendable, Hashable {
        public var directory = "queue"
        /// For how long a file's size must be still before it is taken.
        public var settle = Duration.seconds(1)
        /// A larger file is rejected unread.
        public var maximumMegabytes = 64
        /// Whose ids the files carry.
        public var producer = "default"
        /// A CSV's headings, and the field or the item that each stands for.
        public var columns: [String: String] = [:]
    }

    public struct HTTP: Sendable, Hashable {
        public var enabled = true
        public var host = "127.0.0.1"
        public var port = 8080
        /// A Unix socket's path instead of host and port.
        public var socket: String?
        public var publicURL: String?
        /// Addresses and networks.
        public var trustedProxies: [String] = []
        /// An hour; 0 for any number.
        public var ordersPerAddress = 60
        /// An hour; 0 for any number.
        public var ordersPerEmail = 10
        /// A form that is sent sooner after it was shown is held.
        public var minimumTime = Duration.seconds(1)

        /// Whether only this machine can reach the form: it listens on loopback or a Unix socket, and is published under
        /// no other address.
        public var isLoopback: Bool {
            let isPublished = publicURL.flatMap { try? URLText($0) }.map { !$0.isLoopback } ?? false
            return !isPublished && (socket != nil || URLText.isLoopback(host: host))
        }

        /// The address at which the form is found: `publicURL`, or where it listens on loopback; nil if people can't
        /// reach it. Without a slash at the end.
        public var address: String? {
            if let publicURL { return publicURL.hasSuffix("/") ? String(publicURL.dropLast()) : publicURL }
            guard socket == nil, URLText.isLoopback(host: host), port != 0 else { return nil }
            return "http://\(host.contains(":") ? "[\(host)]" : host):\(port)"
        }
    }

    /// With `url` unset the door is shut.
    public struct SQS: Sendable, Hashable {
        public var url: String?
        public var region: String?
        public var deadLetterURL: String?
        public var credentialsFile: String?
        public var producer = "default"
    }

    /// With `url` unset the door is shut.
    public struct IMAP: Sendable, Hashable {
        public var url: String?
        public var user: String?
        public var passwordFile: String?
        public var folder = "INBOX"
        public var every = Duration.seconds(60)
    }

    public struct Receiver: Sendable, Hashable {
        /// The most submissions that wait for the store.
        public var waiting = 1_000
    }

    /// People ordering twice, and producers sending twice.
    public struct Duplicates: Sendable, Hashable {
        /// 0 for never.
        public var days = 7
        public var remember = Duration.seconds(90 * 86_400)
    }
}
