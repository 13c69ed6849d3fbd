public import Orders
import Store

/// Takes the orders of one file through the one door, in chunks: while one chunk is being committed, the next is read
/// and validated. Memory is bounded by the chunk, not by the file.
///
/// If it is killed or fails in between, the chunks before are stored; taking the same file again answers `duplicate`
/// for them and goes on.
public struct FileIntake: Sendable {
    /// Orders in a chunk, which is one transaction.
    static let chunk = 2000

    /// What becomes of the orders.
    public enum Mode: Sendable {
        case take
        /// The same answers, nothing stored.
        case check
    }

    /// One order of the file, and the answer to it.
    public struct Answered: Sendable {
        public var row: ReadRow
        public var answer: Answer
    }

    private let receiver: Receiver
    private let door: Source.Door
    private let sender: Receiver.Sender

    public init(receiver: Receiver, door: Source.Door, sender: Receiver.Sender) {
        self.receiver = receiver
        self.door = door
        self.sender = sender
    }

    /// Reads to the end of the file.
    ///
    /// - Parameter each: hears of each chunk of answers, in the file's order, once they are on disk, and how many
    ///   bytes of how many have been read.
    /// - Throws: `FileProblem` if the file as a whole can't be read, `StoreError`, and what `each` throws.
    public func take(
        _ reader: inout SubmissionReader, mode: Mode = .take,
        each: ([Answered], _ bytesRead: Int, _ bytesInAll: Int) throws -> Void
    ) async throws {
        var places = PlaceCounter()
        var next = try examineChunk(of: &reader, &places)
        while !next.rows.isEmpty {
            let chunk = next
            let bytesRead = reader.bytesRead
            async let answers = answer(chunk, mode)
            next = try examineChunk(of: &reader, &places)
            let answered = try await answers
            if case .take = mode { receiver.note(answered.lazy.map(\.answer), from: door) }
            try each(answered, bytesRead, reader.bytesInAll)
        }
    }

    /// Rows, and of those that could be read what goes to the receiver.
    private struct Chunk: Sendable {
        var rows: [ReadRow]
        var arrivals: PreparedArrivals
    }

    private func examineChunk(of reader: inout SubmissionReader, _ places: inout PlaceCounter) throws -> Chunk {
        let rows = try reader.next(upTo: Self.chunk)
        let readable = rows.filter { $0.submission != nil }
        var arrivals = receiver.examine(readable.compactMap { delivery(of: $0, in: reader.name) }, from: sender)
        for index in arrivals.indices {
            let row = readable[index]
            arrivals[index].verdict.problems = row.problems(with: arrivals[index].verdict.problems)
            arrivals[index].verdict.warnings = arrivals[index].verdict.warnings.map(row.columns.located)
            if !arrivals[index].verdict.problems.isEmpty { arrivals[index].verdict.order = nil }
        }
        places.number(&arrivals)
        return Chunk(rows: rows, arrivals: receiver.prepare(arrivals))
    }

    private func delivery(of row: ReadRow, in name: String) -> Receiver.Delivery? {
        row.submission.map { submission in
            Receiver.Delivery(
                submission: submission, source: Source(door: door, origin: name, row: row.row),
                original: row.original, warnings: row.warnings)
        }
    }

    private func answer(_ chunk: Chunk, _ mode: Mode) async throws -> [Answered] {
        var answers =
            switch mode {
            case .take: try await receiver.accept(chunk.arrivals, from: sender)[...]
            case .check: try await receiver.check(chunk.arrivals)[...]
            }
        return chunk.rows.map { row in
            var answer = Answer(outcome: .rejected, problems: row.problems, warnings: row.warnings)
            if row.submission != nil, let given = answers.popFirst() { answer = given }
            answer.problems = answer.problems.map { $0.column == nil ? row.columns.located($0) : $0 }
            answer.warnings = answer.warnings.map { $0.column == nil ? row.columns.located($0) : $0 }
            return Answered(row: row, answer: answer)
        }
    }
}
