import Foundation

/// The program under test: `$HANDBILL_BINARY`, or `handbill` from the same build as the tests.
enum Binary {
    static let path = ProcessInfo.processInfo.environment["HANDBILL_BINARY"] ?? besideTheTests

    private static var besideTheTests: String {
        let tests = (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")) ?? ""
        return URL(fileURLWithPath: tests).deletingLastPathComponent().appendingPathComponent("handbill").path
    }
}
