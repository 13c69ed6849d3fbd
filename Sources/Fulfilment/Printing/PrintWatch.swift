import Foundation
public import Orders
public import Press
public import Store
public import Wire

/// Prints each batch as it is closed, for a table with a printer; or writes its papers into a folder.
///
/// It sleeps in the kernel until somebody changes something, or until it is time to ask a printer again that had no time.
/// Each paper is begun once, by one transaction, whoever else watches or prints: killed anywhere, it is never printed
/// twice. What was begun and of which the print server knows no job any more is left to a person, who is told so: paper
/// that lies there is seen, a second packet isn't.
public struct PrintWatch: Sendable {
    /// Where papers go.
    public enum Target: Sendable {
        case printer(Printer, format: PaperFormat?)
        /// A folder for the batches' folders; nil for the state folder's own.
        case folder(Papers, String?, formats: [PaperFormat])
    }

    public enum Event: Sendable {
        case printing(BatchID, Printer.Event)
        /// These papers of the batch came out; `missing` is what is still to come before the batch is printed.
        case printed(BatchID, missing: [DocumentName])
        case written(BatchID, paths: [String])
        /// These packets' labels stay empty: the sheet that was chosen can't take them.
        case misfits(BatchID, [Int])
        /// It won't be printed by itself: a person must look.
        case left(BatchID, why: String)
        /// Somebody did something else with it while it was printed: it is in this state now.
        case overtaken(BatchID, String)
        /// It is tried again after this time.
        case trouble(problem: String, hint: String?, again: Duration)
    }

    private let target: Target
    private let documents: [DocumentName]
    private let printing: Printing
    private let store: Store
    private let clock: WallClock
    private let who: String
    private let alarm: Alarm
    private let stop: StopFlag
    private let tell: @Sendable (Event) -> Void
    /// Between two questions to a printer that had no time.
    private let pause: Duration

    /// - Parameters:
    ///   - documents: of labels, order sheets and pick list.
    ///   - printing: how they are laid: its profile, direction and label sheet.
    ///   - alarm: watches the state folder; stopped together with `stop`.
    public init(
        to target: Target, _ documents: [DocumentName], _ printing: Printing, store: Store, clock: WallClock,
        who: String, alarm: Alarm, stop: StopFlag, pause: Duration = .seconds(30),
        tell: @escaping @Sendable (Event) -> Void
    ) {
        self.target = target
        self.documents = documents
        self.printing = printing
        self.store = store
        self.clock = clock
        self.who = who
        self.alarm = alarm
        self.stop = stop
        self.pause = pause
        self.tell = tell
    }

    /// Prints until it is stopped.
    ///
    /// - Throws: what no waiting mends: `PrintProblem` of an unknown printer or paper, `StoreError`, `PressError`.
    public func run() async throws {
        var done: Set<BatchID> = []
        while !stop.isRaised {
            var isLate = false
            for batch in try await store.batches(in: .closed) where !done.contains(batch.id) {
                guard !stop.isRaised else { return }
                do {
                    if try await take(batch.id) { done.insert(batch.id) } else { isLate = true }
                } catch let problem as PrintProblem where problem.kind == .unsupported {
                    tell(.left(batch.id, why: problem.description))
                    done.insert(batch.id)
                } catch StoreError.stateForbids(_, let state, _) {
                    tell(.overtaken(batch.id, state))
                    done.insert(batch.id)
                } catch let problem as PrintProblem where problem.mayPass {
                    tell(.trouble(problem: problem.description, hint: problem.hint, again: pause))
                    isLate = true
                }
                // The others wait for the same printer.
                if isLate { break }
            }
            guard !stop.isRaised else { return }
            let call = await alarm.wait(until: isLate ? clock.now + max(1, pause.components.seconds) : nil)
            if call == .stopped { return }
        }
    }

    /// - Returns: whether nothing more is to be done with this batch.
    private func take(_ batch: BatchID) async throws -> Bool {
        let snapshot = try await store.snapshot(of: batch)
        switch target {
        case .printer(let printer, let format): return try await print(snapshot, printer, format)
        case .folder(let papers, let folder, let formats):
            try await write(snapshot, papers, folder.map { "\($0)/\(batch)" }, formats)
            return true
        }
    }

    private func write(
        _ snapshot: BatchSnapshot, _ papers: Papers, _ folder: String?, _ formats: [PaperFormat]
    ) async throws {
        let before = try await store.printings(of: snapshot.id).filter(\.way.isWhole).map(\.document)
        let new = documents.filter { !before.contains($0.rawValue) }
        guard !new.isEmpty else { return }
        if new.contains(.labels) { try await sayMisfits(snapshot, papers) }
        let made = try await papers.make(new, of: snapshot, as: formats, in: folder, Papers.Way(printing))
        for document in new {
            try await store.recordPrinting(printing, of: document.rawValue, in: snapshot.id, at: clock.now, who: who)
        }
        tell(.written(snapshot.id, paths: made.map(\.path)))
    }

    private func print(_ snapshot: BatchSnapshot, _ printer: Printer, _ format: PaperFormat?) async throws -> Bool {
        let batch = snapshot.id
        for document in documents {
            let before = try await store.printings(of: batch).last {
                $0.document == document.rawValue && $0.way.isWhole
            }
            let outcome: Printer.Outcome?
            if let before {
                switch before.end {
                case .completed: continue
                case .canceled, .aborted: return leave(batch, document, "was \(before.end?.rawValue ?? "")")
                case nil:
                    guard before.printer == printer.place.name else {
                        return leave(
                            batch, document, before.printer.map { "was begun on \($0)" } ?? "was made as a file")
                    }
                    outcome = try await printer.resume(before, of: document, stop: stop) { [tell] in
                        tell(.printing(batch, $0))
                    }
                    if outcome == nil {
                        // Another process may be just about to send it.
                        guard clock.now - before.at > 60 else { return false }
                        return leave(
                            batch, document, "was begun, but the print server knows no such job: look for the paper")
                    }
                }
            } else {
                if document == .labels { try await sayMisfits(snapshot, printer.papers) }
                let chosen = try await printer.check([document], of: snapshot, Papers.Way(printing), as: format)
                outcome = try await printer.print(
                    document, of: snapshot, as: chosen, Papers.Way(printing), isOnlyFirst: true, stop: stop,
                    cancels: false, tell: { [tell] in tell(.printing(batch, $0)) })
                // Somebody else was quicker; if they are killed, it is found begun.
                if outcome == nil { return false }
            }
            guard let outcome else { return true }
            switch outcome.end {
            case .completed: continue
            case .canceled: return leave(batch, document, "was taken out of the printer's queue")
            case .aborted(let words): return leave(batch, document, "was given up by the printer: \(words)")
            case .forgotten:
                return leave(batch, document, "isn't known to the print server any more: look for the paper")
            case .lost(let problem):
                tell(.trouble(problem: problem.description, hint: problem.hint, again: pause))
                return false
            case .waits, .left: return false
            }
        }
        tell(.printed(batch, missing: try await printer.markPrinted(batch)))
        return true
    }

    private func sayMisfits(_ snapshot: BatchSnapshot, _ papers: Papers) async throws {
        let misfits = try await papers.misfits(of: snapshot, Papers.Way(printing))
        if !misfits.isEmpty { tell(.misfits(snapshot.id, misfits)) }
    }

    private func leave(_ batch: BatchID, _ document: DocumentName, _ why: String) -> Bool {
        tell(.left(batch, why: "\(document.rawValue) \(why)"))
        return true
    }
}

extension PrintProblem {
    /// Whether asking again later may help.
    var mayPass: Bool { kind == .unreachable || kind == .notReady }
}
