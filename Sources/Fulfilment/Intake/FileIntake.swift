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
        while !next.isEmpty {
            let chunk = next
            let bytesRead = reader.bytesRead
            async let answers = answer(chunk, mode)
            next = try examineChunk(of: &reader, &places)
            try each(await answers, bytesRead, reader.bytesInAll)
        }
    }

    /// A row and, unless reading it failed already, what goes to the receiver.
    private struct Examined: Sendable {
        var row: ReadRow
        var arrival: Arrival?
    }

    private func examineChunk(
        of reader: inout SubmissionReader, _ places: inout PlaceCounter
    ) throws -> [Examined] {
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
        var remaining = arrivals[...]
        return rows.map { row in
            Examined(row: row, arrival: row.submission == nil ? nil : remaining.popFirst())
        }
    }

    private func delivery(of row: ReadRow, in name: String) -> Receiver.Delivery? {
        row.submission.map { submission in
            Receiver.Delivery(
                submission: submission, source: Source(door: door, origin: name, row: row.row),
                original: row.original, warnings: row.warnings)
        }
    }

    private func answer(_ chunk: [Examined], _ mode: Mode) async throws -> [Answered] {
        let arrivals = chunk.compactMap(\.arrival)
        var answers =
            switch mode {
            case .take: try await receiver.accept(arrivals, from: sender)[...]
            case .check: try await receiver.check(arrivals)[...]
            }
        return chunk.map { examined in
            let answer = examined.arrival == nil ? nil : answers.popFirst()
            return Answered(
                row: examined.row,
                answer: answer
                    ?? Answer(outcome: .rejected, problems: examined.row.problems, warnings: examined.row.warnings))
        }
    }
}
