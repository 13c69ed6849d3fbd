import Examples
import Foundation
import Fulfilment
import Orders
import Press
import Settings
import Store

/// The whole job on the examples, through the same parts as the real thing: only the mail server is the demo's own.
struct Demo {
    private let folder: String
    private let began = ContinuousClock.now

    init(folder: String) {
        self.folder = folder
    }

    func run() async throws {
        let catcher = try startCatcher()
        defer { catcher.stop() }
        let house = try settle(mail: "url: smtp://127.0.0.1:\(catcher.port)\n  tls: none")
        let store = try house.openStore()
        let press = try house.makePress()

        let reports = try await takeOrders(house, store)
        let orders = try await store.orders(state: nil, limit: nil)
        let closing = try await house.batcher(store: store, press: press).close(who: "demo")
        let papers = try await print(closing.snapshots, house.papers(store: store, press: press))
        let tally = try await house.sendDue(store) ?? Mailer.Tally()
        try store.close()
        // The catcher goes away with the demo: whoever goes on here finds further mail in the same folder.
        try write(mail: "transport: directory\n  directory: mail")

        let summary = DemoSummary(
            folder: folder, reports: reports, orders: orders, closing: closing, papers: papers,
            mailsCaught: catcher.count, seconds: Double((ContinuousClock.now - began) / .milliseconds(1)) / 1000)
        try summary.write()
        try summary.confirm(sent: tally)
    }

    private func startCatcher() throws -> MailCatcher {
        try DurableFile.makeDirectory(folder + "/mail")
        return try MailCatcher(directory: folder + "/mail")
    }

    /// Writes settings, catalogue and the example files into the folder, so that everything can be looked at and gone
    /// on with afterwards.
    private func settle(mail: String) throws -> House {
        try write(mail: mail)
        // Whoever keeps the folder has no PDFs to offer for download.
        let catalogue = String(decoding: Examples.catalogue.bytes, as: UTF8.self)
            .split(separator: "\n", omittingEmptySubsequences: false).filter { !$0.hasPrefix("    download:") }
        try DurableFile.write(Array(catalogue.joined(separator: "\n").utf8), to: folder + "/catalogue.yaml")
        try DurableFile.makeDirectory(folder + "/queue/incoming")
        for file in Examples.orders {
            try DurableFile.write(file.bytes, to: folder + "/queue/incoming/" + file.name)
        }
        return try House(
            settings: Settings.load(
                explicit: folder + "/handbill.yaml", environment: [:], currentDirectory: folder))
    }

    private func write(mail: String) throws {
        let settings = """
            # The demo's settings. Go on from here: handbill --help
            campaign:
              name: Leaflets for Fair Shifts
              from: orders@example.org
              replyTo: leaflets@example.org
              outside: [PO Box 17, Exampleton EX1 1AA]
              imprint: Printed by Example Press, 1 Example Street, Exampleton EX1 1AA. Promoted by A. Person at the same address.
              website: https://example.org/leaflets
            state: state
            catalogue: catalogue.yaml
            queue:
              directory: queue
            mail:
              \(mail)

            """
        try DurableFile.write(Array(settings.utf8), to: folder + "/handbill.yaml")
    }

    private func takeOrders(_ house: House, _ store: Store) async throws -> [FileQueue.Report] {
        let queue = try house.fileQueue(store)
        try queue.prepare()
        var reports: [FileQueue.Report] = []
        try await queue.drain { reports.append($0) }
        return reports
    }

    private func print(_ snapshots: [BatchSnapshot], _ papers: Papers) async throws -> [Papers.Paper] {
        let progress = Progress("papers")
        defer { progress.end() }
        var made: [Papers.Paper] = []
        for snapshot in snapshots {
            made += try await papers.make(
                DocumentName.ofClosing, of: snapshot, as: PaperFormat.allCases, progress: progress.show)
        }
        return made
    }
}
