public import Foundation

/// A directory of a test's own, removed with everything in it when the test lets go of it.
public final class TemporaryDirectory: Sendable {
    public let path: String

    /// - Parameter mode: the directory's permissions; the default keeps it to its owner.
    public init(mode: mode_t = 0o700) throws {
        var template = Array("/tmp/handbill-test-XXXXXX".utf8CString)
        guard let made = mkdtemp(&template) else { throw ChildProcess.Failure("no temporary directory can be made") }
        path = String(cString: made)
        chmod(path, mode)
    }

    deinit {
        try? FileManager.default.removeItem(atPath: path)
    }

    /// The path of something in the directory.
    public func path(_ name: String) -> String { "\(path)/\(name)" }
}
