/// What requests to a cloud queue are signed with.
public struct SQSCredentials: Sendable, Hashable, CustomStringConvertible {
    /// The access key's id, which isn't secret by itself.
    public let id: String
    let secret: String
    /// The session token of temporary credentials.
    let token: String?

    /// Reads the credentials file: the access key id on the first line, its secret on the second, and for temporary
    /// credentials the session token on the third.
    ///
    /// White space around a line and empty lines after the last are no part of them.
    ///
    /// - Throws: `WireProblem` if there are fewer or more lines, or one that can't be any of this. It repeats nothing of
    ///   the file.
    public init(text: String) throws(WireProblem) {
        var lines = text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).map(Self.trimmed)
        while lines.last == "" { lines.removeLast() }
        guard (2...3).contains(lines.count), !lines.contains("") else {
            throw Self.refusal("has \(lines.count) \(lines.count == 1 ? "line" : "lines")")
        }
        guard lines.allSatisfy({ $0.utf8.allSatisfy { (0x21...0x7E).contains($0) } }) else {
            throw Self.refusal("has spaces or characters that no key has")
        }
        // It becomes a part of a header, where these mean something.
        guard lines[0].utf8.count <= 128, lines[0].utf8.allSatisfy(Self.isKeyByte) else {
            throw Self.refusal("has no access key id on its first line")
        }
        id = lines[0]
        secret = lines[1]
        token = lines.count == 3 ? lines[2] : nil
    }

    /// Nothing of it reaches a log by way of string interpolation.
    public var description: String { "SQSCredentials(…)" }

    private static func refusal(_ problem: String) -> WireProblem {
        WireProblem(
            subject: "sqs.credentialsFile", problem: problem,
            hint: "write the access key id on the first line, its secret on the second, a session token, if there is "
                + "one, on the third")
    }

    private static func trimmed(_ line: Substring) -> String {
        let front = line.drop(while: \.isWhitespace)
        guard let last = front.lastIndex(where: { !$0.isWhitespace }) else { return "" }
        return String(front[...last])
    }

    private static func isKeyByte(_ byte: UInt8) -> Bool {
        (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte) || byte == 0x5F
            || byte == 0x2D
    }
}
