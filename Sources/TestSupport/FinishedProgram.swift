public import Foundation

/// How a program ended, and what it said.
public struct FinishedProgram: Sendable {
    /// Its exit code; nil if a signal ended it.
    public var exitCode: Int32?
    /// The bytes of standard output.
    public var output: Data
    /// Standard error.
    public var complaints: String

    public init(exitCode: Int32?, output: Data, complaints: String) {
        self.exitCode = exitCode
        self.output = output
        self.complaints = complaints
    }

    /// Standard output as text.
    public var text: String {
        String(decoding: output, as: UTF8.self)
    }
}
