import Foundation
import Orders
import Press
import Store
import Synchronization
import TestSupport
import Testing
import Wire

@testable import Fulfilment

/// Each paper once, wherever the process before was killed; on a real cupsd.
struct PrintWatchTests {
    private let workshop: Workshop
    private let cups: CUPSServer
    private let snapshot: BatchSnapshot
    private let press: Press

    init() async throws {
        workshop = try Workshop()
        cups = try CUPSServer.start()
        try await workshop.take((1...3).map { .fixture($0) })
        press = try Press()
        snapshot = try #require(try await workshop.batcher(press).close(who: "test").snapshots.first)
    }

    private func printer(_ queue: CUPSServer.Printer = .raw) throws -> Printer {
        Printer(
            store: workshop.store, papers: workshop.papers(press),
            place: Printer.Place(server: try PrintServer(cups.address), queue: queue.rawValue),
            patience: .seconds(60), clock: workshop.clock, who: "test")
    }

    /// Watches until this is told, and for no more than a minute.
    ///
    /// - Returns: everything that was told, in words.
    private func watch(
        _ printer: Printer, documents: [DocumentName] = DocumentName.ofClosing, _ ending: Ending = Ending(),
        until isEnough: @escaping @Sendable (String) -> Bool
    ) async throws -> [String] {
        let alarm = try workshop.alarm(watching: true)
        ending.add(alarm)
        let told = Told()
        let watch = PrintWatch(
            to: .printer(printer, format: nil), documents, Printing(), store: workshop.store, clock: workshop.clock,
            who: "test", alarm: alarm, stop: ending.stop, pause: .seconds(1)
        ) { event in
            let words = Self.words(of: event)
            told.add(words)
            // What is left to a person ends every test, or it would wait for ever.
            if isEnough(words) || words.hasPrefix("left") { ending.end() }
        }
        try await watch.run()
        return told.all
    }

    /// Ends several that watch.
    private final class Ending: Sendable {
        let stop = StopFlag()
        private let alarms = Mutex<[Alarm]>([])

        func add(_ alarm: Alarm) { alarms.withLock { $0.append(alarm) } }

        func end() {
            stop.raise()
            alarms.withLock { $0 }.forEach { $0.stop() }
        }
    }

    private final class Told: Sendable {
        private let words = Mutex<[String]>([])
        var all: [String] { words.withLock { $0 } }
        func add(_ word: String) { words.withLock { $0.append(word) } }
    }

    private static func words(of event: PrintWatch.Event) -> String {
        switch event {
        case .printing(_, .sent(let document, let job, let isNew)):
            "\(document.rawValue) \(isNew ? "sent" : "found") as \(job)"
        case .printing(_, .standing): "standing"
        case .printing(_, .silent): "silent"
        case .printing(_, .answering(let document, let job)): "\(document.rawValue) goes on as \(job)"
        case .printed(_, let missing): "printed" + (missing.isEmpty ? "" : ", missing \(missing.map(\.rawValue))")
        case .written: "written"
        case .misfits: "misfits"
        case .left(_, let why): "left: \(why)"
        case .overtaken(_, let state): "overtaken: \(state)"
        case .trouble(let problem, _, _): "trouble: \(problem)"
        }
    }

    /// Begins a printing as one does that is killed before it could send anything.
    private func begin(_ document: DocumentName, on printer: Printer) async throws -> PrintingRecord {
        try #require(
            try await workshop.store.beginPrinting(
                Printing(), of: document.rawValue, in: snapshot.id, on: printer.place.name, at: workshop.time.now,
                who: "test"))
    }

    /// Sends a paper as a printing does that is killed before the job's number is written down.
    private func send(_ document: DocumentName, for record: PrintingRecord) async throws -> Int {
        let bytes = try await workshop.papers(press).render(document, of: snapshot, as: .pdf)
        let paper = PrintDocument(
            bytes: bytes, format: .pdf, title: Printer.title(of: record), paper: PrintMedia(width: 210, height: 297))
        return try PrintConnection(to: try PrintServer(cups.address)).send(paper, to: "Raw")
    }

    @Test func `prints what is closed, and the batch is printed`() async throws {
        let told = try await watch(try printer()) { $0 == "printed" }
        #expect(
            told.filter { $0 != "standing" } == [
                "labels sent as 1", "orders sent as 2", "picklist sent as 3", "printed",
            ])
        #expect(try await workshop.store.batch(snapshot.id)?.state == .printed)
    }

    @Test func `killed after the print server took it, and before that was written down, it finds the job`()
        async throws
    {
        let printer = try printer()
        _ = try await send(.labels, for: try await begin(.labels, on: printer))
        let told = try await watch(printer) { $0 == "printed" }
        #expect(told.first == "labels found as 1")
        #expect(cups.begun == 3)
        #expect(try await workshop.store.printings(of: snapshot.id).map(\.end) == [.completed, .completed, .completed])
    }

    @Test func `what several print in the same instant is sent once`() async throws {
        let printer = try printer()
        let sent = Told()
        // Nothing comes out before all have sent it, or found it.
        try cups.set(.slow)
        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 0..<6 {
                group.addTask { [snapshot, cups] in
                    _ = try await printer.print(.labels, of: snapshot, as: .pdf) { event in
                        guard case .sent(_, let job, let isNew) = event else { return }
                        sent.add("\(job) \(isNew ? "sent" : "found")")
                        if sent.all.count == 6 { try? cups.set(.prints) }
                    }
                }
            }
            try await group.waitForAll()
        }
        #expect(sent.all.sorted() == Array(repeating: "1 found", count: 5) + ["1 sent"])
        #expect(cups.begun == 1)
    }

    @Test func `a number that the print server gave to somebody else's job isn't taken for ours`() async throws {
        let printer = try printer()
        let record = try await begin(.labels, on: printer)
        let other = PrintDocument(
            bytes: Array("%!PS-Adobe-3.0\nshowpage\n".utf8), format: .ps, title: "minutes",
            paper: PrintMedia(width: 210, height: 297))
        let job = try PrintConnection(to: try PrintServer(cups.address)).send(other, to: "Raw")
        try await workshop.store.printingSent(record.id, as: job)
        workshop.time.advance(by: 61)
        let told = try await watch(printer) { $0.hasPrefix("left") }
        #expect(told.count == 1 && told[0].contains("knows no such job"))
        #expect(try await workshop.store.batch(snapshot.id)?.state == .closed)
    }

    @Test func `the same bytes printed twice are two jobs, and who is resumed finds the own`() async throws {
        let printer = try printer()
        let first = try await printer.print(.labels, of: snapshot, as: .pdf)
        #expect(first?.job == 1 && first?.end == .completed)
        // The second is killed before it has sent anything: the first one's job isn't its own.
        let record = try await begin(.labels, on: printer)
        let second = try await printer.print(.labels, of: snapshot, as: .pdf)
        #expect(second?.job == 2 && second?.end == .completed)
        #expect(cups.begun == 2)
        #expect(cups.printed(1) == cups.printed(2))
        let again = try await workshop.store.printings(of: snapshot.id)
        #expect(again.map(\.id).last == record.id && again.map(\.job) == [1, 2])
        // The third is killed after it was sent: it is found, and nothing comes out again.
        let sent = try await send(.labels, for: try await begin(.labels, on: printer))
        let third = try await printer.print(.labels, of: snapshot, as: .pdf)
        #expect(third?.job == sent && third?.end == .completed)
        #expect(cups.begun == 3)
        #expect(
            try await workshop.store.printings(of: snapshot.id).map(\.end) == Array(repeating: .completed, count: 3))
    }

    @Test func `sent once more because the first was given up, and killed, it finds the second`() async throws {
        let printer = try printer()
        let record = try await begin(.labels, on: printer)
        try cups.set(.fails)
        let failed = try await send(.labels, for: record)
        try await workshop.store.printingSent(record.id, as: failed)
        let connection = PrintConnection(to: try PrintServer(cups.address))
        while try connection.job(failed)?.state.isEnd != true { poll(nil, 0, 5) }
        try cups.set(.prints)
        let sent = try await send(.labels, for: record)
        let outcome = try await printer.print(.labels, of: snapshot, as: .pdf)
        #expect(outcome?.job == sent && outcome?.end == .completed)
        #expect(cups.begun == 2)
    }

    @Test func `a print server that dies while it is watched is asked again, and its job found`() async throws {
        try cups.set(.slow)
        let cups = cups
        let isToDie = Mutex(true)
        let told = try await watch(try printer(), documents: [.labels]) { words in
            if words == "standing", cups.begun == 1,
                isToDie.withLock({ isFirst in
                    defer { isFirst = false }
                    return isFirst
                })
            {
                cups.stop()
            }
            if words == "silent" {
                #expect(throws: Never.self) {
                    try cups.set(.prints)
                    try cups.startAgain()
                }
            }
            return words.hasPrefix("printed")
        }
        #expect(told.filter { $0 != "standing" }.starts(with: ["labels sent as 1", "silent", "labels goes on as 1"]))
        #expect(try await workshop.store.printings(of: snapshot.id).map(\.end) == [.completed])
    }

    @Test func `killed before the print server took it, it leaves the batch to a person, but not at once`() async throws
    {
        let printer = try printer()
        _ = try await begin(.labels, on: printer)
        let time = workshop.time
        // Another process may be just about to send it: the first look is too early.
        let stop = StopFlag()
        let alarm = try workshop.alarm()
        alarm.stop()
        try await PrintWatch(
            to: .printer(printer, format: nil), [.labels], Printing(), store: workshop.store, clock: workshop.clock,
            who: "test", alarm: alarm, stop: stop
        ) { Issue.record("\(Self.words(of: $0))") }.run()
        time.advance(by: 61)
        let told = try await watch(printer) { $0.hasPrefix("left") }
        #expect(told.count == 1 && told[0].contains("knows no such job"))
        #expect(cups.begun == 0)
        #expect(try await workshop.store.batch(snapshot.id)?.state == .closed)
    }

    @Test func `several that watch print each paper once`() async throws {
        try cups.set(.slow)
        let printers = [try printer(), try printer()]
        let ending = Ending()
        async let first = watch(printers[0], ending) { $0 == "printed" }
        async let second = watch(printers[1], ending) { $0 == "printed" }
        let cups = cups
        try await onThread { while cups.begun == 0 { poll(nil, 0, 5) } }
        try cups.set(.prints)
        let told = try await first + second
        #expect(told.count { $0.contains("sent as") } == 3)
        #expect(cups.begun == 3)
        #expect(try await workshop.store.batch(snapshot.id)?.state == .printed)
    }

    @Test func `labels here and the rest there make one printed batch`() async throws {
        let labels = try await watch(try printer(), documents: [.labels]) { $0.hasPrefix("printed") }
        #expect(labels.last == "printed, missing [\"orders\", \"picklist\"]")
        let rest = try await watch(try printer(.desk), documents: [.orders, .picklist]) { $0.hasPrefix("printed") }
        #expect(rest.last == "printed")
    }

    @Test func `what a printer gave up is left to a person, and not begun again`() async throws {
        try cups.set(.fails)
        let told = try await watch(try printer()) { $0.hasPrefix("left") }
        #expect(told.last?.contains("labels was given up by the printer") == true)
        try cups.set(.prints)
        let again = try await watch(try printer()) { $0.hasPrefix("left") }
        #expect(again == ["left: labels was aborted"])
        #expect(cups.begun == 1)
    }
}
