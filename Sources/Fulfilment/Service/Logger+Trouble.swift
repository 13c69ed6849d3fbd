import Logging

extension Logger {
    /// Tells of trouble that may pass: one line, with what would help.
    func trouble(_ message: Logger.Message, _ trouble: StageTrouble, _ metadata: Logger.Metadata = [:]) {
        var metadata = metadata
        metadata["problem"] = "\(trouble.problem)"
        metadata["hint"] = trouble.hint.map { "\($0)" }
        error(message, metadata: metadata)
    }
}
