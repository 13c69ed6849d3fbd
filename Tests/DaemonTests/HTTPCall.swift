import Foundation
import TestSupport

/// A request by curl(1), a client that isn't ours.
struct HTTPCall {
    var url: String
    var arguments: [String] = []

    /// What was answered.
    struct Reply {
        /// 0 if nobody answered.
        var status: Int
        var headers: [String: String]
        var body: Data

        var text: String { String(decoding: body, as: UTF8.self) }
    }

    init(_ url: String, _ arguments: [String] = []) {
        self.url = url
        self.arguments = arguments
    }

    static func post(json: String, to url: String, token: String?, key: String? = nil) -> HTTPCall {
        var arguments = ["-H", "Content-Type: application/json", "--data-binary", "@-"]
        if let token { arguments += ["-H", "Authorization: Bearer \(token)"] }
        if let key { arguments += ["-H", "Idempotency-Key: \(key)"] }
        var call = HTTPCall(url, arguments)
        call.input = Data(json.utf8)
        return call
    }

    /// The fields of a form, as a browser sends them.
    static func post(form fields: [(String, String)], to url: String) -> HTTPCall {
        HTTPCall(url, fields.flatMap { ["--data-urlencode", "\($0.0)=\($0.1)"] })
    }

    var input: Data?

    /// Sends it and waits for the answer. Redirects aren't followed.
    func send() throws -> Reply {
        let folder = try TemporaryDirectory()
        let run = try Program(
            "curl",
            ["-sS", "--max-time", "30", "-D", folder.path("head"), "-o", folder.path("body"), "-w", "%{http_code}"]
                + arguments + [url], input: input
        ).run()
        func read(_ name: String) -> Data { (try? Data(contentsOf: URL(fileURLWithPath: folder.path(name)))) ?? Data() }
        let lines = String(decoding: read("head"), as: UTF8.self).split(separator: "\r\n")
        let headers = lines.compactMap { line -> (String, String)? in
            guard let colon = line.firstIndex(of: ":") else { return nil }
            return (line[..<colon].lowercased(), line[line.index(after: colon)...].trimmingCharacters(in: .whitespaces))
        }
        return Reply(
            status: Int(run.text) ?? 0, headers: Dictionary(headers) { $1 }, body: read("body"))
    }
}
