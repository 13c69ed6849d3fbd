public import Foundation

extension Moto {
    /// Sends one request as anybody, unsigned, and takes the answer's body.
    ///
    /// - Parameters:
    ///   - headers: whole lines.
    ///   - service: whose request it is: `sqs`, `iam`.
    public func post(_ body: Data, _ headers: [String], service: String) throws -> Data {
        let client = socket(AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        defer { close(client) }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = in_port_t(port).bigEndian
        address.sin_addr.s_addr = inet_addr("127.0.0.1")
        let isConnected = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(client, $0, socklen_t(MemoryLayout<sockaddr_in>.size)) == 0
            }
        }
        guard isConnected else { throw ChildProcess.Failure("moto doesn't answer") }

        // Moto tells services apart by what the signature was made for.
        let scope = "20260101/eu-west-2/\(service)/aws4_request"
        let head =
            [
                "POST / HTTP/1.0", "Host: 127.0.0.1:\(port)", "Content-Length: \(body.count)",
                "Authorization: AWS4-HMAC-SHA256 Credential=TEST/\(scope), SignedHeaders=host, Signature=0",
            ] + headers
        let request = Array((head.joined(separator: "\r\n") + "\r\n\r\n").utf8) + body
        var sent = 0
        while sent < request.count {
            let count = request[sent...].withUnsafeBytes { bytes in
                Foundation.send(client, bytes.baseAddress, bytes.count, Int32(MSG_NOSIGNAL))
            }
            guard count > 0 else { throw ChildProcess.Failure("moto hung up") }
            sent += count
        }
        var answer = Data()
        var chunk = [UInt8](repeating: 0, count: 65_536)
        while case let count = recv(client, &chunk, chunk.count, 0), count > 0 { answer += chunk[..<count] }
        guard let end = answer.firstRange(of: Data("\r\n\r\n".utf8)) else {
            throw ChildProcess.Failure("moto answered nothing")
        }
        let status = String(decoding: answer.prefix(12), as: UTF8.self)
        guard status.hasSuffix(" 200") || status.hasSuffix(" 201") else {
            throw ChildProcess.Failure("moto answered \(status)")
        }
        return answer[end.upperBound...]
    }
}
