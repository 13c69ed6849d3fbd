import Foundation

/// A certificate made for one test, signed by itself: server and private authority in one.
public final class TestCertificate: Sendable {
    private let folder: TemporaryDirectory

    /// - Parameter name: what the certificate is valid for, as openssl writes it: `DNS:localhost`, `IP:127.0.0.1`.
    public init(for name: String = "IP:127.0.0.1") throws {
        folder = try TemporaryDirectory()
        let openssl = try ChildProcess(
            "/usr/bin/openssl",
            [
                "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2",
                "-subj", "/CN=test", "-addext", "subjectAltName=\(name)",
                "-keyout", folder.path("key.pem"), "-out", folder.path("certificate.pem"),
            ])
        defer { openssl.stop() }
        guard openssl.endsWell() else { throw ChildProcess.Failure("openssl: \(openssl.complaints)") }
    }

    public var certificateFile: String { folder.path("certificate.pem") }
    public var keyFile: String { folder.path("key.pem") }
}
