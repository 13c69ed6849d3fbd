import Foundation
import TestSupport

extension FinishedProgram {
    /// The answers that `submit --json` printed before it was stopped: one a line, the last perhaps only in part.
    var answersSoFar: [Answer] {
        text.split(separator: "\n").compactMap { line in
            let object = line.trimmingPrefix("  ")
            let whole = object.hasSuffix(",") ? object.dropLast() : object
            return try? JSONDecoder().decode(Answer.self, from: Data(whole.utf8))
        }
    }
}
