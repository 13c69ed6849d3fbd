extension Settings {
    /// How mail leaves. Without `url`, and without another transport, it waits.
    public struct Mail: Sendable, Hashable {
        public var transport = Transport.smtp
        /// `smtp://` or `smtps://`.
        public var url: String?
        /// nil for as the host wants: see `effectiveTLS`.
        public var tls: TLS?
        public var user: String?
        public var passwordFile: String?
        /// How many at a time.
        public var connections = 2
        /// Where `.eml` files are written, by the directory transport.
        public var directory: String?

        public enum Transport: String, Sendable, Hashable, CaseIterable {
            case smtp
            /// `.eml` files, for people who have no server yet.
            case directory
        }

        /// Whether the connection is encrypted and its certificate checked.
        public enum TLS: String, Sendable, Hashable, CaseIterable {
            case required
            /// If the server offers it.
            case opportunistic
            case none
        }

        /// `tls` as set; unset, required for anything but this machine itself, opportunistic there.
        public var effectiveTLS: TLS {
            tls ?? (isLoopback ? .opportunistic : .required)
        }

        /// Whether the mail server is this machine itself.
        public var isLoopback: Bool {
            url.flatMap { try? URLText($0) }?.isLoopback ?? false
        }
    }
}
