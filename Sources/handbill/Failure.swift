import Foundation

/// Why a command ends with another exit code than 0: what is wrong, and what would help.
struct Failure: Error, CustomStringConvertible {
    /// The exit codes of `sysexits.h`, as the manual lists them.
    enum Code: Int32 {
        case usage = 64
        /// Bad data, or a state that forbids it.
        case data = 65
        /// No such order, batch or file.
        case notFound = 66
        /// A service is not there.
        case unavailable = 69
        case `internal` = 70
        case cannotCreate = 73
        case cannotWrite = 74
        case tryAgain = 75
        case permission = 77
        case settings = 78
    }

    var code: Code
    var message: String
    var hint: String?

    var description: String { message }

    init(_ code: Code, _ message: String, hint: String? = nil) {
        self.code = code
        self.message = message
        self.hint = hint
    }
}
