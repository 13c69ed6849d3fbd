import Orders
import Press
import Store

/// What kept a stage from its work, in words for the log: no path that holds a file's name, no personal data.
struct StageTrouble {
    var problem: String
    var hint: String?

    /// How long a stage leaves its work alone after trouble, in seconds.
    static let pause: Int64 = 30

    /// - Throws: the error again, if only the end of the process helps: the database doesn't write any more.
    init(_ error: any Error) throws {
        if case StoreError.writeFailed = error { throw error }
        switch error {
        case let error as StoreError: (problem, hint) = ("\(error)", error.hint)
        case let error as DurableFile.Failure: (problem, hint) = (error.withoutPath, "it is tried again")
        case let error as FileProblem: (problem, hint) = (error.problem, "it stays in incoming and is tried again")
        case let error as PressError: (problem, hint) = ("\(error)", "handbill doctor")
        default: (problem, hint) = ("\(type(of: error))", "it is tried again")
        }
    }
}
