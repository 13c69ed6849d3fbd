import Glibc

/// Writes messages as `.eml` files, for people who have no mail server yet.
///
/// A file is either whole or absent: it is written under a hidden name, synced, renamed, and the directory synced, so
/// that it survives a power cut once `write` has returned. Writing the same name again replaces the file.
public struct DirectoryTransport: Sendable {
    public let directory: String

    /// Makes the directory, readable by its owner alone, if it isn't there.
    ///
    /// - Throws: `WireProblem` if it can't be made, or isn't a directory that we may write to.
    public init(directory: String) throws(WireProblem) {
        self.directory = directory
        if mkdir(directory, 0o700) != 0, errno != EEXIST { throw failure("can't be made") }
        guard access(directory + "/.", W_OK | X_OK) == 0 else { throw failure("can't be written to") }
    }

    /// Writes one message as `NAME.eml`.
    ///
    /// - Parameters:
    ///   - message: the message, with CRLF line ends.
    ///   - name: letters, digits, `-`, `_` and dots, not beginning with a dot.
    /// - Throws: `WireProblem` for another name, or with the system's words if the file can't be written.
    public func write(_ message: [UInt8], name: String) throws(WireProblem) {
        guard Self.isFileName(name) else {
            throw WireProblem(
                subject: "a name for a mail's file", problem: "isn't 1 to 200 letters, digits, -, _ and dots")
        }
        let hidden = "\(directory)/.\(name).eml.tmp"
        do throws(WireProblem) {
            try writeSynced(message, path: hidden)
            guard rename(hidden, "\(directory)/\(name).eml") == 0 else { throw failure("can't be written to") }
        } catch {
            unlink(hidden)
            throw error
        }
        try syncDirectory()
    }

    private static func isFileName(_ name: String) -> Bool {
        (1...200).contains(name.utf8.count) && name.first != "."
            && name.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || "-_.".contains($0)) }
    }

    private func writeSynced(_ message: [UInt8], path: String) throws(WireProblem) {
        let file = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW | O_CLOEXEC, 0o600)
        guard file >= 0 else { throw failure("can't be written to") }
        defer { close(file) }
        var rest = message[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { Glibc.write(file, $0.baseAddress, $0.count) }
            if count < 0 {
                if errno == EINTR { continue }
                throw failure("can't be written to")
            }
            rest = rest.dropFirst(count)
        }
        guard fsync(file) == 0 else { throw failure("can't be synced") }
    }

    private func syncDirectory() throws(WireProblem) {
        let folder = open(directory, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard folder >= 0 else { throw failure("can't be synced") }
        defer { close(folder) }
        guard fsync(folder) == 0 else { throw failure("can't be synced") }
    }

    /// The system's words for what has just failed.
    private func failure(_ problem: String) -> WireProblem {
        WireProblem(
            subject: "the mail directory \(directory)", problem: "\(problem) (\(String(cString: strerror(errno))))",
            hint: "mail.directory")
    }
}
