import Foundation

/// What is asked before much is changed: on a terminal, with a yes or a no; elsewhere only `--yes` is an answer.
enum Question {
    /// Whether somebody is there to answer.
    static let canBeAsked = isatty(STDIN_FILENO) == 1 && StandardError.isTerminal

    /// Asks, unless it was answered already.
    ///
    /// - Parameters:
    ///   - text: The question, with the counts of what would change.
    ///   - yes: Whether `--yes` was given.
    ///   - isNeeded: Whether nobody to ask means no; otherwise it means yes.
    /// - Throws: `Failure` if the answer is no: nothing was changed.
    static func ask(_ text: String, yes: Bool, isNeeded: Bool = true) throws {
        if yes { return }
        guard canBeAsked else {
            guard isNeeded else { return }
            throw Failure(.usage, "\(text) Nothing was changed", hint: "say so with --yes")
        }
        StandardError.raw("\(text) [y/N] ")
        let answer = readLine()?.trimmingCharacters(in: .whitespaces).lowercased()
        guard answer == "y" || answer == "yes" else { throw Failure(.data, "nothing was changed") }
    }
}
