import Foundation
import Fulfilment
import Orders
import Store

/// `dispatch --scan`: what was packed is what is marked.
extension DispatchCommand {
    /// Answers a line at a time until the scanner ends, then marks what was scanned.
    func scan(_ batch: BatchRecord, _ store: Store, _ dispatcher: Dispatcher, _ house: House) async throws {
        try expectOpen(batch)
        let record = try PackingRecord(in: house.papers(store: store).folder(of: batch.id))
        let answers = ScanAnswers(batch: batch.id, asJSON: json)
        let now = try await store.packets(of: batch.id)
        // A marking that was undone: what was scanned for it lies there as it was packed.
        try record.recall(PackingCheck(packets: now).missing)
        let first = PackingCheck(packets: now, packed: try record.change { $0 })
        StandardError.line(
            "\(batch.id): \(first.count) of \(first.total) packed. Scan, or type a number; 'undo', an empty line for what "
                + "is missing, 'end'. What is scanned stays known, whatever happens")
        var own: [Int] = []
        while let line = try await Self.nextLine() {
            let packets = try await store.packets(of: batch.id)
            // Whoever scans beside us may have packed more meanwhile.
            let (check, answer) = try record.change { packed in
                var check = PackingCheck(packets: packets, packed: packed, own: own)
                let answer = check.take(line)
                packed = check.packed
                return (check, answer)
            }
            own = check.own
            if answer == .end { break }
            try answers.say(answer, check, try await elsewhere(answer, batch.id, store))
        }
        try await markScanned(batch, record, store, dispatcher, house)
    }

    private func markScanned(
        _ batch: BatchRecord, _ record: PackingRecord, _ store: Store, _ dispatcher: Dispatcher, _ house: House
    ) async throws {
        let check = PackingCheck(packets: try await store.packets(of: batch.id), packed: try record.change { $0 })
        let gone = NumberRanges(check.gone)
        if !gone.isEmpty {
            StandardError.line("packed, but not to be posted any more: take out \(gone.typed)")
        }
        guard check.count > 0 else {
            throw Failure(.data, "nothing was scanned, and nothing is marked", hint: "handbill batch show \(batch.id)")
        }
        let plan = try await dispatcher.plan(batch.id, only: nil, except: check.left)
        StandardError.line("\(check.count) of \(check.total) packed")
        guard yes || Question.canBeAsked || plan.orders.isEmpty else {
            throw Failure(
                .usage, "nothing was marked, for nobody is here to be asked; what was scanned is kept",
                hint: "add --yes: handbill dispatch \(batch.id) --scan --yes")
        }
        do {
            try await mark(plan, batch, dispatcher, house)
        } catch {
            StandardError.line("what was scanned is kept: handbill dispatch \(batch.id) --scan goes on")
            throw error
        }
        // What was packed but stays, since another packet of its order is missing, is still packed; so is what somebody
        // else scanned since the question.
        let staying = Set(plan.excepted)
        try record.post(check.packed.filter { !staying.contains($0) })
    }

    private static func nextLine() async throws -> String? {
        try await onThread { readLine() }
    }

    /// Where an order is that this batch doesn't have, or doesn't have any more.
    private func elsewhere(_ answer: PackingCheck.Answer, _ batch: BatchID, _ store: Store) async throws -> ScanPlace? {
        switch answer {
        case .notHere(let reference):
            guard let placed = try await store.order(reference) else { return .unknown }
            if let other = placed.batch { return .batch(other, placed.sequence, placed.state) }
            return .noBatch(placed.state)
        case .takeOut(let reference, _, _): return try await later(reference, store)
        case .pulled(_, let orders):
            guard let reference = orders.first, orders.count == 1 else { return nil }
            return try await later(reference, store)
        default: return nil
        }
    }

    /// The batch that has an order now which was pulled out of this one.
    private func later(_ reference: Reference, _ store: Store) async throws -> ScanPlace? {
        guard let placed = try await store.order(reference), let other = placed.batch else { return nil }
        return .batch(other, placed.sequence, placed.state)
    }
}

/// Where a scanned order is, if not here.
enum ScanPlace {
    case batch(BatchID, Int?, OrderState)
    case noBatch(OrderState)
    /// This database has never seen it.
    case unknown

    var words: String {
        switch self {
        case .batch(let batch, let number, let state):
            "it is \(number.map { "number \($0) " } ?? "")in \(batch), \(state.rawValue)"
        case .noBatch(let state): "it is in no batch: \(state.rawValue)"
        case .unknown: "not known here: is it newer than the backup that was restored last? Put the packet aside"
        }
    }

    var batch: BatchID? {
        if case .batch(let batch, _, _) = self { batch } else { nil }
    }

    /// For programs.
    var keyword: String {
        switch self {
        case .batch: "other-batch"
        case .noBatch: "no-batch"
        case .unknown: "unknown"
        }
    }
}

/// Says yes or no to each scan: a line for people, with a bell for no, or one JSON object.
struct ScanAnswers {
    let batch: BatchID
    let asJSON: Bool
    private let ink = Ink()

    init(batch: BatchID, asJSON: Bool) {
        self.batch = batch
        self.asJSON = asJSON
    }

    /// What is said to a line, for programs: one object a line.
    private struct Row: Encodable {
        /// null where no packet was named.
        @OrNull var yes: Bool?
        var answer: String
        var words: String
        @OrNull var sequence: Int?
        @OrNull var batch: String?
        var packed: Int
        var of: Int
        /// The numbers that aren't packed; only when they were asked for.
        @OrNull var missing: [Int]?
    }

    func say(_ answer: PackingCheck.Answer, _ check: PackingCheck, _ place: ScanPlace?) throws {
        var words = answer.words
        var keyword = answer.keyword
        switch (answer, place) {
        case (.list(let list), _): words += ", or handbill dispatch \(batch) --only \(list)"
        case (.notHere, let place?):
            words += ": \(place.words)"
            keyword = place.keyword
        case (_, let place?): words += "; \(place.words)"
        default: break
        }
        if asJSON {
            let row = Row(
                yes: answer.isYes, answer: keyword, words: words, sequence: answer.sequence,
                batch: place?.batch?.description, packed: check.count, of: check.total,
                missing: keyword == "missing" ? check.missing : nil)
            return try JSONOutput.writeLine(row)
        }
        let count = "\(check.count) of \(check.total)"
        switch answer.isYes {
        case true?: try StandardOutput.line("\(ink.command("YES"))  \(words)  (\(count))")
        case false?:
            if StandardError.isTerminal { StandardError.raw("\u{7}") }
            try StandardOutput.line("\(ink.alarm("NO"))   \(words)")
        case nil: try StandardOutput.line("     \(words)  (\(count))")
        }
    }
}
