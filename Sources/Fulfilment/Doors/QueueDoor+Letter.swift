import Crypto
import Foundation
import Orders
import Wire

extension QueueDoor {
    /// A message on its way through the door: what was read of it, and what was answered to that.
    struct Letter {
        let message: QueueMessage
        /// The message's id, fit for a file's name.
        let name: String
        /// The orders that were found in it, good and bad.
        let rows: [ReadRow]
        private var failed: FailedOrders?
        /// Why nothing in it could be read.
        private let refusal: FileProblem?
        private var reasons: [String] = []
        private var fields: Set<String> = []
        private var rejections = 0

        /// Reads a message. It never fails: what can't be read is a reason to keep it.
        init(_ message: QueueMessage) {
            self.message = message
            name = Self.fileName(of: message.id)
            do throws(FileProblem) {
                guard message.body.utf8.count <= SQSConnection.longestBody else {
                    throw FileProblem(
                        .tooLarge, name: "message", problem: "is larger than 256 KiB",
                        hint: "send the orders in several messages")
                }
                var reader = try SubmissionReader.open(
                    .bytes(Array(message.body.utf8)), name: "message", maximumBytes: SQSConnection.longestBody)
                rows = try reader.next(upTo: .max)
                failed = FailedOrders(of: reader)
                refusal = nil
            } catch {
                rows = []
                refusal = error
            }
        }

        /// What goes to the receiver: the orders of which anything could be read.
        var deliveries: [Receiver.Delivery] {
            rows.compactMap { row in
                row.submission.map { submission in
                    Receiver.Delivery(
                        submission: submission,
                        source: Source(door: .sqs, origin: name, row: rows.count == 1 ? nil : row.row),
                        original: row.original, warnings: row.warnings)
                }
            }
        }

        /// What validation says, with what reading had found already.
        func complete(_ arrivals: inout [Arrival]) {
            for (index, row) in rows.filter({ $0.submission != nil }).enumerated() {
                arrivals[index].verdict.problems = row.problems(with: arrivals[index].verdict.problems)
                if !arrivals[index].verdict.problems.isEmpty { arrivals[index].verdict.order = nil }
            }
        }

        /// Takes the answers to its deliveries, in their order, and counts all of its orders by outcome.
        mutating func take(_ answers: ArraySlice<Answer>, counting tally: inout [Answer.Outcome: Int]) {
            var answers = answers
            for row in rows {
                let answer =
                    row.submission == nil
                    ? Answer(outcome: .rejected, problems: row.problems)
                    : answers.popFirst() ?? Answer(outcome: .rejected)
                tally[answer.outcome, default: 0] += 1
                guard answer.outcome == .rejected else { continue }
                rejections += 1
                failed?.append(row, problems: answer.problems)
                fields.formUnion(answer.problems.map(Self.fieldName))
                reasons += answer.problems.map(row.report)
            }
        }
    }
}

// MARK: - What is kept for a person

extension QueueDoor.Letter {
    /// Whether there is anything that became no order.
    var mustBeKept: Bool { refusal != nil || rejections > 0 }

    /// Whether nothing in it could be read, so that it is kept as it came.
    private var isUnreadable: Bool {
        rows.allSatisfy { $0.submission == nil } || failed?.isEmpty != false
    }

    /// What is kept: the failed orders with what is wrong with each, to be mended and sent again, or the message as it
    /// came.
    var keptText: [UInt8] {
        guard !isUnreadable, var failed else { return Array(message.body.utf8) }
        return failed.finish()
    }

    /// The name of the file that it is kept in.
    var keptName: String {
        guard isUnreadable, SubmissionFormat(name: "", beginning: Array(message.body.utf8.prefix(4096))[...]) == .csv
        else { return DurableFile.named("sqs-\(name)", failed?.suffix ?? ".failed.json") }
        return DurableFile.named("sqs-\(name)", ".failed.txt")
    }

    /// The name of the file that says why.
    var reasonName: String { DurableFile.named("sqs-\(name)", ".reason.txt") }

    /// Everything that is wrong, a line each, for the folder: it stands beside the orders themselves.
    var reasonText: String {
        var lines = refusal.map { ["\($0)"] } ?? Array(reasons.prefix(1_000))
        if reasons.count > lines.count, refusal == nil { lines.append("and \(reasons.count - lines.count) more") }
        if looksLikeNotification {
            lines.append("it looks like a notification of SNS: turn on raw message delivery for the subscription")
        }
        return lines.joined(separator: "\n") + "\n"
    }

    /// The same in a few words that repeat nothing of the message.
    var shortReason: String {
        let words: String =
            if let refusal {
                refusal.kind == .tooLarge ? "larger than 256 KiB" : "can't be read as orders"
            } else if isUnreadable, rejections == rows.count {
                "can't be read as orders"
            } else {
                "\(rejections) of \(rows.count) orders rejected: \(fields.sorted().joined(separator: ", "))"
            }
        return words + (looksLikeNotification ? "; SNS without raw message delivery" : "")
    }

    private var looksLikeNotification: Bool {
        message.body.contains("\"TopicArn\"") && message.body.contains("\"Message\"")
    }

    /// Only our own names: a key that the sender made up could be anything.
    private static func fieldName(_ problem: Problem) -> String {
        if let field = SubmissionField(rawValue: problem.field) { return field.heading }
        return problem.field == ReadRow.wholeRow ? "the order as a whole" : "other"
    }

    /// A message's id as a part of a file's name: Amazon's are letters, digits and hyphens, and stay what they are.
    static func fileName(of id: String) -> String {
        let isPlain = { (byte: UInt8) in
            (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
                || byte == 0x2D || byte == 0x5F
        }
        if !id.isEmpty, id.utf8.count <= 80, id.utf8.allSatisfy(isPlain) { return id }
        let digest = SHA256.hash(data: Data(id.utf8)).prefix(8)
        let digits = digest.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
        return String(decoding: id.utf8.filter(isPlain).prefix(40), as: UTF8.self) + "-" + digits
    }
}
