import Foundation

/// Where the tests find what isn't Swift: the package's own folder.
public enum PackageRoot {
    public static let path = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent().path

    /// The Python that has what `Tests/Peers` needs: `$TEST_PYTHON`, or that of `.venv`.
    public static let python = ProcessInfo.processInfo.environment["TEST_PYTHON"] ?? "\(path)/.venv/bin/python"
}
