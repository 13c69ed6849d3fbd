import Foundation

/// What a `…File` key leads to: a password, read once, never shown.
public struct Secret: Sendable, Hashable, CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    public let text: String
    /// What the operator should mend, although the secret could be read: a file that everybody can read.
    public let warnings: [SettingsProblem]

    /// Nothing that could reach a log.
    public var description: String { "a secret" }
    public var debugDescription: String { description }
    public var customMirror: Mirror { Mirror(self, children: []) }

    /// The keys that lead to one.
    public enum Key: String, Sendable, Hashable, CaseIterable {
        case mailPassword = "mail.passwordFile"
        case imapPassword = "imap.passwordFile"
        case sqsCredentials = "sqs.credentialsFile"
    }
}

extension Settings {
    /// Reads a secret: from the file that the key names, or else from `$CREDENTIALS_DIRECTORY/<key>`, where systemd
    /// puts what `LoadCredential=` names. One line break at the end is no part of it.
    ///
    /// - Returns: nil if there is neither a file nor a credential.
    /// - Throws: `SettingsError` if there is one that can't be read, is empty, or isn't UTF-8.
    public func secret(_ key: Secret.Key, environment: [String: String]) throws(SettingsError) -> Secret? {
        if let path = path(of: key) {
            return try Secret.read(path, for: key)
        }
        guard let folder = environment["CREDENTIALS_DIRECTORY"], !folder.isEmpty else { return nil }
        let path = folder + "/" + key.rawValue
        guard FileManager.default.fileExists(atPath: path) else { return nil }
        return try Secret.read(path, for: key)
    }

    private func path(of key: Secret.Key) -> String? {
        switch key {
        case .mailPassword: mail.passwordFile
        case .imapPassword: imap.passwordFile
        case .sqsCredentials: sqs.credentialsFile
        }
    }
}

extension Secret {
    fileprivate static func read(_ path: String, for key: Key) throws(SettingsError) -> Secret {
        var text: String
        do throws(SettingsError) {
            text = try EditedFile.read(path)
        } catch {
            throw SettingsError(
                error.problems.map { problem in
                    var problem = problem
                    problem.key = key.rawValue
                    return problem
                })
        }
        if text.last?.isNewline == true {
            text.removeLast()
        }
        guard !text.isEmpty else {
            throw SettingsError([
                SettingsProblem(
                    file: path, key: key.rawValue, problem: "names a file that is empty",
                    hint: "write the secret into it")
            ])
        }
        var status = stat()
        let isOpen = stat(path, &status) == 0 && status.st_mode & S_IROTH != 0
        let warning = SettingsProblem(
            file: path, key: key.rawValue, problem: "names a file that everybody on this machine can read",
            hint: "chmod o-rwx it")
        return Secret(text: text, warnings: isOpen ? [warning] : [])
    }
}
