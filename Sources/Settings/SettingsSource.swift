import Foundation

/// Where the settings come from, besides the environment.
public enum SettingsSource: Sendable, Hashable {
    /// This file, by its absolute path.
    case file(String)
    /// No file: the defaults, with paths relative to this folder.
    case defaults(folder: String)

    /// Where a machine's settings lie.
    public static let systemFile = "/etc/handbill/handbill.yaml"

    /// Finds the settings: the file named on the command line; the one in `$HANDBILL_CONFIG`; `./handbill.yaml`;
    /// `/etc/handbill/handbill.yaml`; else the defaults.
    ///
    /// A file that somebody names is the answer even if it isn't there, so that reading it says so.
    ///
    /// - Parameter exists: whether there is something at a path. The default asks the file system.
    public static func locate(
        explicit: String?, environment: [String: String], currentDirectory: String,
        exists: ((String) -> Bool)? = nil
    ) -> SettingsSource {
        let named = explicit ?? environment["HANDBILL_CONFIG"].flatMap { $0.trimmed.isEmpty ? nil : $0.trimmed }
        if let named {
            return .file(named.resolved(against: currentDirectory))
        }
        let usual = ["handbill.yaml".resolved(against: currentDirectory), systemFile]
        let exists = exists ?? { FileManager.default.fileExists(atPath: $0) }
        return usual.first(where: exists).map(SettingsSource.file) ?? .defaults(folder: currentDirectory)
    }

    /// The folder relative to which the file's paths are.
    public var folder: String {
        switch self {
        case .file(let path): path.folder
        case .defaults(let folder): folder
        }
    }
}

/// A text file that people edit: settings, a catalogue, a sheet.
enum EditedFile {
    /// Larger ones are no such file.
    private static let mostBytes = 4 << 20

    /// Reads a file as UTF-8, without a byte order mark.
    ///
    /// - Throws: the one problem that keeps it from being read.
    static func read(_ path: String) throws(SettingsError) -> String {
        func problem(_ text: String, hint: String) -> SettingsError {
            SettingsError([SettingsProblem(file: path, problem: text, hint: hint)])
        }
        var status = stat()
        guard stat(path, &status) == 0 else {
            throw problem(
                errno == ENOENT ? "isn't there" : "can't be read: \(String(cString: strerror(errno)))",
                hint: errno == ENOENT ? "check the path" : "check who may read it and the folders above it")
        }
        // A FIFO or a device would keep us waiting for ever.
        guard status.st_mode & S_IFMT == S_IFREG else { throw problem("is no file", hint: "name a YAML file") }
        guard status.st_size <= mostBytes else { throw problem("is larger than 4 MiB", hint: "name a YAML file") }
        let bytes: Data
        do {
            bytes = try Data(contentsOf: URL(fileURLWithPath: path))
        } catch {
            throw problem("can't be read", hint: "check who may read it")
        }
        return try text(of: bytes, path: path)
    }

    /// The text of UTF-8 bytes, without a byte order mark.
    ///
    /// - Throws: the problem, with the first line that isn't UTF-8.
    static func text(of bytes: some Collection<UInt8>, path: String) throws(SettingsError) -> String {
        let mark: [UInt8] = [0xEF, 0xBB, 0xBF]
        if let text = String(validating: bytes.dropFirst(bytes.starts(with: mark) ? 3 : 0), as: UTF8.self) {
            return text
        }
        let lines = bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
        let wrong = lines.firstIndex { String(validating: $0, as: UTF8.self) == nil }
        throw SettingsError([
            SettingsProblem(
                file: path, line: wrong.map { $0 + 1 }, problem: "isn't written in UTF-8", hint: "save it as UTF-8")
        ])
    }
}
