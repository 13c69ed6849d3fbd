import Foundation
import TestSupport

/// A message as another mail library reads it: Python's own `email`.
struct ReadMessage: Decodable {
    /// By lower-case name, decoded.
    var headers: [String: String]
    /// Pairs of name and address.
    var to: [[String]]
    /// Decoded texts by content type, with LF line ends.
    var parts: [String: String]

    init(_ message: [UInt8]) throws {
        let folder = try TemporaryDirectory()
        try Data(message).write(to: URL(fileURLWithPath: folder.path("message")))
        let reader = try ChildProcess(
            PackageRoot.python, ["\(PackageRoot.path)/Tests/Peers/read_message.py", folder.path("message")])
        self = try JSONDecoder().decode(Self.self, from: Data(try reader.output.next().utf8))
    }
}
