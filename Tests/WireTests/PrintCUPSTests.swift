import Foundation
import TestSupport
import Testing
import Wire

/// Against a real cupsd.
struct PrintCUPSTests {
    private static let a4 = PrintMedia(width: 210, height: 297)
    private static let pdf = Array(
        """
        %PDF-1.4
        1 0 obj <</Type/Catalog/Pages 2 0 R>> endobj
        2 0 obj <</Type/Pages/Kids[3 0 R]/Count 1>> endobj
        3 0 obj <</Type/Page/Parent 2 0 R/MediaBox[0 0 595.276 841.89]/Contents 4 0 R>> endobj
        4 0 obj <</Length 34>> stream
        100 100 m 200 200 l S 0 0 20 20 re
        endstream endobj
        trailer <</Root 1 0 R>>
        %%EOF

        """.utf8)

    private static let title = "Handbill 2026-12-17-1 labels"

    private func document(
        _ title: String = title, paper: PrintMedia = a4, tray: String? = nil
    ) -> PrintDocument {
        PrintDocument(bytes: Self.pdf, format: .pdf, title: title, paper: paper, tray: tray)
    }

    private func connection(_ cups: CUPSServer) throws -> PrintConnection {
        PrintConnection(to: try PrintServer(cups.address))
    }

    private func following(
        _ cups: CUPSServer, patience: Duration = .seconds(60), timeout: Int = 5, stop: StopFlag = StopFlag()
    ) throws -> PrintFollowing {
        PrintFollowing(
            on: try PrintServer(cups.address), patience: patience, interval: .milliseconds(20), timeout: timeout,
            stop: stop)
    }

    /// Follows a job until it stands so.
    private func follow(
        _ job: Int, in queue: String, on cups: CUPSServer, until isThere: (PrintFollowing.Standing) -> Bool
    ) throws {
        let stop = StopFlag()
        let end = try following(cups, stop: stop).follow(job, called: Self.title, in: queue) {
            if isThere($0) { stop.raise() }
        }
        #expect(end.end == .left, "\(cups.log)")
    }

    @Test func `lists the printers, how they are and what they take`() throws {
        let cups = try CUPSServer.start()
        let connection = try connection(cups)
        let queues = try connection.queues()
        #expect(queues.map(\.name) == ["Desk", "Raw"])
        let desk = try connection.queue("Desk")
        #expect(desk == queues[0])
        #expect(desk.isAccepting && desk.state == .idle && desk.condition == "is ready" && desk.hint == nil)
        #expect(desk.media == ["iso_a4_210x297mm", "na_letter_8.5x11in"])
        #expect(desk.trays.contains("main") && desk.trays.contains("manual"))
        #expect(desk.formats.contains("application/pdf"))
        #expect(desk.takes(Self.a4))
        #expect(!desk.takes(PrintMedia(width: 89, height: 36)))
        #expect(try connection.queue("Raw").takes(PrintMedia(width: 89, height: 36)))
    }

    @Test func `sends a document as it is, at its own size and on its own paper, and follows it to its end`() throws {
        let cups = try CUPSServer.start()
        let connection = try connection(cups)
        let job = try connection.send(document(), to: "Raw")
        var states: [PrintJob.State] = []
        let end = try following(cups).follow(job, called: Self.title, in: "Raw") { states.append($0.job.state) }
        #expect(end.end == .completed, "\(cups.complaints)")
        #expect(states.last == .completed)
        #expect(end.last?.job.sheets == 1)
        #expect(cups.printed(job) == Data(Self.pdf))
        let options = cups.options(of: job)
        for option in ["print-scaling=none", "media=iso_a4_210x297mm", "sides=one-sided", "number-up=1"] {
            #expect(options.contains(option), "\(options)")
        }
        #expect(try connection.job(job)?.name == "Handbill 2026-12-17-1 labels")
        #expect(try connection.jobs(in: "Raw").map(\.id) == [job])
    }

    @Test func `a tray and a paper reach the printer together`() throws {
        let cups = try CUPSServer.start()
        let job = try connection(cups).send(
            document(paper: PrintMedia(width: 215.9, height: 279.4), tray: "manual"), to: "Desk")
        #expect(try following(cups).follow(job, called: Self.title, in: "Desk").end == .completed)
        let options = cups.options(of: job)
        #expect(options.contains("InputSlot=Manual") && options.contains("PageSize=Letter"), "\(options)")
        #expect(cups.printed(job)?.starts(with: Data("%PDF".utf8)) == true)
    }

    @Test func `a printer without paper is told of, goes on when it has some, and is waited for only so long`() throws {
        let cups = try CUPSServer.start()
        try cups.set(.empty)
        let connection = try connection(cups)
        let job = try connection.send(document(), to: "Raw")
        try follow(job, in: "Raw", on: cups) { !$0.troubles.isEmpty }
        let waits = try following(cups, patience: .milliseconds(100)).follow(job, called: Self.title, in: "Raw")
        #expect(waits.end == .waits)
        #expect(waits.last?.troubles.map(\.keyword) == ["media-empty"])
        #expect(waits.last?.troubles.first?.hint?.contains("put paper in") == true)
        #expect(cups.printed(job) == nil)
        try cups.set(.prints)
        #expect(try following(cups).follow(job, called: Self.title, in: "Raw").end == .completed)
    }

    @Test func `a job that can't be printed is given up, or stops the printer, and says why`() throws {
        let cups = try CUPSServer.start()
        try cups.set(.fails)
        let connection = try connection(cups)
        let given = try following(cups).follow(
            try connection.send(document(), to: "Raw"), called: Self.title, in: "Raw")
        guard case .aborted(let words) = given.end else {
            Issue.record("\(given)")
            return
        }
        #expect(!words.isEmpty)
        let job = try connection.send(document(), to: "Desk")
        try follow(job, in: "Desk", on: cups) { $0.isPrinterStopped }
        let stopped = try following(cups, patience: .milliseconds(100)).follow(job, called: Self.title, in: "Desk")
        #expect(stopped.end == .waits)
        #expect(stopped.last?.isPrinterStopped == true)
        let desk = try connection.queue("Desk")
        #expect(desk.state == .stopped && desk.hint != nil && desk.condition.hasPrefix("is stopped"))
    }

    @Test func `a job is taken out of the queue, by us or by somebody else`() throws {
        let cups = try CUPSServer.start()
        try cups.set(.slow)
        let connection = try connection(cups)
        let first = try connection.send(document(), to: "Raw")
        let second = try connection.send(document(), to: "Raw")
        #expect(try connection.cancel(first))
        #expect(try following(cups).follow(first, called: Self.title, in: "Raw").end == .canceled)
        try cups.command("cancel", "Raw-\(second)")
        #expect(try following(cups).follow(second, called: Self.title, in: "Raw").end == .canceled)
        #expect(try !connection.cancel(second))
        #expect(try !connection.cancel(4711))
        #expect(try following(cups).follow(4711, called: Self.title, in: "Raw").end == .forgotten)
    }

    @Test func `leaves a job when it is told to, and the job goes on`() throws {
        let cups = try CUPSServer.start()
        try cups.set(.slow)
        let connection = try connection(cups)
        let job = try connection.send(document(), to: "Raw")
        let stop = StopFlag()
        let left = try following(cups, stop: stop).follow(job, called: Self.title, in: "Raw") { _ in stop.raise() }
        #expect(left.end == .left)
        try cups.set(.prints)
        #expect(try following(cups).follow(job, called: Self.title, in: "Raw").end == .completed)
    }

    @Test func `a printer that nobody knows is refused, with those that there are`() throws {
        let cups = try CUPSServer.start()
        let connection = try connection(cups)
        let problem = #expect(throws: PrintProblem.self) { try connection.queue("Dekc") }
        #expect(problem?.kind == .noPrinter && problem?.known == ["Desk", "Raw"])
        let sent = #expect(throws: PrintProblem.self) { try connection.send(document(), to: "Dekc/../Raw") }
        #expect(sent?.kind == .noPrinter)
    }

    @Test func `a printer that takes no jobs refuses one`() throws {
        let cups = try CUPSServer.start()
        try cups.command("cupsreject", "Raw")
        let connection = try connection(cups)
        #expect(try !connection.queue("Raw").isAccepting)
        let problem = #expect(throws: PrintProblem.self) { try connection.send(document(), to: "Raw") }
        #expect(problem?.kind == .notReady)
        #expect(cups.begun == 0)
    }

    @Test func `a server that isn't there, or goes away, is told from one that refuses`() throws {
        let cups = try CUPSServer.start()
        let connection = try connection(cups)
        let job = try connection.send(document(), to: "Raw")
        cups.stop()
        let gone = #expect(throws: PrintProblem.self) { try connection.queues() }
        #expect(gone?.kind == .unreachable && gone?.hint != nil)
        let lost = try following(cups, patience: .milliseconds(100)).follow(job, called: Self.title, in: "Raw")
        guard case .lost(let problem) = lost.end else {
            Issue.record("\(lost)")
            return
        }
        #expect(problem.kind == .unreachable && problem.hint != nil)
    }

    @Test func `a server that dies while it prints is told of, asked again, and followed when it is back`() throws {
        let cups = try CUPSServer.start()
        try cups.set(.slow)
        let job = try connection(cups).send(document(), to: "Raw")
        var told: [String] = []
        let end = try following(cups).follow(job, called: Self.title, in: "Raw") { standing in
            told.append("\(standing.job.state)")
            if told == ["processing"] { cups.stop() }
        } silence: { problem in
            told.append(problem.map { "\($0.kind)" } ?? "back")
            guard problem != nil else { return }
            #expect(throws: Never.self) {
                try cups.set(.prints)
                try cups.startAgain()
            }
        }
        #expect(end.end == .completed, "\(cups.log)")
        #expect(told.starts(with: ["processing", "unreachable", "back"]) && told.last == "completed", "\(told)")
    }

    @Test func `a server that hangs counts as gone`() throws {
        let cups = try CUPSServer.start()
        try cups.set(.slow)
        let job = try connection(cups).send(document(), to: "Raw")
        let stop = StopFlag()
        var problem: PrintProblem?
        let end = try following(cups, timeout: 1, stop: stop).follow(job, called: Self.title, in: "Raw") { _ in
            cups.freeze()
        } silence: {
            problem = $0
            stop.raise()
        }
        #expect(problem?.kind == .unreachable && end.end == .left)
    }

    @Test func `another job that got the number of ours isn't followed`() throws {
        let cups = try CUPSServer.start()
        try cups.set(.slow)
        let connection = try connection(cups)
        let job = try connection.send(document("minutes"), to: "Raw")
        let end = try following(cups).follow(job, called: Self.title, in: "Raw")
        #expect(end.end == .forgotten && end.last == nil)
        let own = try following(cups, patience: .milliseconds(50)).follow(job, called: "minutes", in: "Raw")
        #expect(own.end == .waits)
    }

    @Test func `a page of 320 by 450 mm is sent as SRA3, and only to a printer that has it`() throws {
        let cups = try CUPSServer.start()
        let connection = try connection(cups)
        let paper = PrintMedia(width: 320, height: 450)
        #expect(try !connection.queue("Desk").takes(paper))
        #expect(try connection.queue("Raw").takes(paper))
        let job = try connection.send(document(paper: paper), to: "Raw")
        #expect(try following(cups).follow(job, called: Self.title, in: "Raw").end == .completed)
        #expect(cups.options(of: job).contains("media=iso_sra3_320x450mm"), "\(cups.options(of: job))")
    }
}
