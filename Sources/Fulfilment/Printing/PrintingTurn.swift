import Foundation
import Wire

/// The turn to begin and to send a printing: between the two nobody else may begin the same one, for he would find neither
/// a job to follow nor a reason to wait, and send it once more.
///
/// An flock on `<state>/printing.lock`, which the kernel drops however the process ends.
struct PrintingTurn: Sendable {
    private let file: Int32

    /// Waits for the turn.
    ///
    /// - Parameter directory: the state folder.
    /// - Throws: `PrintProblem` if `stop` is raised meanwhile; `DurableFile.Failure`.
    init(in directory: String, stop: StopFlag) async throws {
        let path = directory + "/printing.lock"
        file = try await onThread {
            let file = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
            guard file >= 0 else { throw DurableFile.Failure(call: "open", path: path, code: errno) }
            while flock(file, LOCK_EX | LOCK_NB) != 0 {
                guard !stop.isRaised else {
                    close(file)
                    throw PrintProblem(.stopped, "the printing", "was stopped before it was sent")
                }
                // Nothing wakes whoever waits for an flock and for something else as well.
                poll(nil, 0, 50)
            }
            return file
        }
    }

    func end() {
        close(file)
    }
}
