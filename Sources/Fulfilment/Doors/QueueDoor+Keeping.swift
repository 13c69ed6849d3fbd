import Foundation
import Wire

extension QueueDoor {
    /// Keeps what became no order where a person will find it, synced.
    ///
    /// - Returns: false if the dead-letter queue is away: then the message stays in its own.
    /// - Throws: `LetGo` if the folder can't be written to.
    func keep(_ letter: Letter, over lines: Lines) async throws -> Bool {
        let text = letter.keptText
        if let deadLetters = lines.deadLetters, text.count <= SQSConnection.longestBody {
            do {
                try await patiently(deadLetterStanding) {
                    _ = try deadLetters.send(
                        String(decoding: text, as: UTF8.self),
                        attributes: ["reason": letter.shortReason, "message": letter.name], key: letter.name)
                }
                return true
            } catch let letGo as LetGo {
                // In its own queue it would come again and again, and be gone after some days: the folder will keep it.
                guard letGo.needsPerson else { return false }
            } catch let problem as SQSProblem where problem.kind == .refused {
                // It won't take this one ever: the folder will.
            }
        }
        try await patiently(nil) {
            try prepareFolder()
            try publish(text, as: letter.keptName)
            try publish(Array(letter.reasonText.utf8), as: letter.reasonName)
        }
        return true
    }

    /// Writes a file that is whole or not there. One with the same bytes, from a poll that came to no end, is it.
    private func publish(_ bytes: [UInt8], as name: String) throws {
        let writer = try DurableFile.Writer(in: rejected)
        try writer.append(bytes)
        _ = try writer.publish(as: name, in: rejected)
    }

    /// Makes the folder if it is missing. A link in its stead, which whoever may write into the queue could have put
    /// there, is refused.
    func prepareFolder() throws {
        var status = stat()
        if lstat(rejected, &status) != 0 {
            try DurableFile.makeDirectory(rejected)
        } else if status.st_mode & S_IFMT == S_IFLNK {
            throw DurableFile.Failure(call: "use the folder", path: rejected, code: ENOTDIR)
        }
    }
}
