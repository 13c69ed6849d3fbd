import Foundation
import Fulfilment
import Orders
import Store

/// What the demo says at its end: what came in, what was refused and why, what is held, where everything lies.
struct DemoSummary {
    let folder: String
    let reports: [FileQueue.Report]
    let orders: [PlacedOrder]
    let closing: Batcher.Closing
    let papers: [Papers.Paper]
    let mailsCaught: Int
    let seconds: Double

    func write() throws {
        try writeIntake()
        try writeHeld()
        try writeBatches()
        try StandardOutput.line("Mail: \(mailsCaught) messages, caught on loopback, in \(folder)/mail")
        try StandardOutput.line()
        try StandardOutput.line("Look at: \(labels ?? folder)")
        try StandardOutput.line("Go on:   handbill --help; its settings are \(folder)/handbill.yaml")
        try StandardOutput.line(
            "Done in \((seconds * 10).rounded() / 10) s. Everything here is invented: delete \(folder) when you like.")
    }

    private var labels: String? {
        papers.map(\.path).first { $0.hasSuffix("labels.pdf") }
    }

    private func writeIntake() throws {
        try StandardOutput.line("Orders in, from \(reports.count) files:")
        for report in reports {
            let parts = Answer.Outcome.allCases.compactMap { outcome in
                report.tally[outcome].map { "\($0) \(outcome.rawValue)" }
            }
            try StandardOutput.line(
                "  \(report.name): \(parts.isEmpty ? "refused as a whole" : parts.joined(separator: ", "))")
            for reason in report.reasons { try StandardOutput.line("      \(reason)") }
            if let failed = report.failedOrders { try StandardOutput.line("      to mend and drop again: \(failed)") }
        }
        try StandardOutput.line()
    }

    private func writeHeld() throws {
        let held = orders.filter { $0.state == .held }
        let waiting = orders.filter { $0.state == .backordered }
        try StandardOutput.line("Held for a person to look at: \(held.count + closing.held.count)")
        for order in held {
            let why = order.heldBecause.map(\.rawValue).joined(separator: ", ")
            try StandardOutput.line("  \(order.reference): \(why)")
        }
        for (reference, _, note) in closing.held { try StandardOutput.line("  \(reference): \(note)") }
        try StandardOutput.line("Waiting for the printer: \(waiting.count)")
        for order in waiting { try StandardOutput.line("  \(order.reference): \(order.order.lines.summary)") }
        try StandardOutput.line()
    }

    private func writeBatches() throws {
        for snapshot in closing.snapshots {
            let orders = Set(snapshot.packets.flatMap { $0.orders.map(\.reference) }).count
            try StandardOutput.line(
                "Batch \(snapshot.id): \(orders) orders in \(snapshot.packets.count) packets, sorted by postcode")
            var bundles: [(name: String, packets: Int)] = []
            for packet in snapshot.packets {
                if bundles.last?.name == packet.bundle {
                    bundles[bundles.count - 1].packets += 1
                } else {
                    bundles.append((packet.bundle, 1))
                }
            }
            try StandardOutput.line(
                "  bundles: " + bundles.map { "\($0.name) (\($0.packets))" }.joined(separator: ", "))
        }
        for paper in papers { try StandardOutput.line("  \(paper.path)") }
        try StandardOutput.line()
    }

    /// The demo succeeds only if the job was done.
    ///
    /// - Throws: `Failure` with what is missing.
    func confirm(sent tally: Mailer.Tally) throws {
        let owed = orders.filter { $0.order.email?.needsSMTPUTF8 == false }.count
        var missing: [String] = []
        if orders.isEmpty { missing.append("no order was taken") }
        if closing.snapshots.isEmpty { missing.append("no batch was closed") }
        for paper in papers where !FileManager.default.fileExists(atPath: paper.path) {
            missing.append("\(paper.path) isn't there")
        }
        if papers.count != closing.snapshots.count * 6 { missing.append("not every paper was made") }
        if tally.failed + tally.deferred + tally.ambiguous > 0 || tally.sent != mailsCaught {
            missing.append("not every mail was sent")
        }
        if mailsCaught < owed { missing.append("\(owed) mails were owed, \(mailsCaught) caught") }
        guard missing.isEmpty else {
            throw Failure(.internal, "the demo didn't do the whole job: \(missing.joined(separator: "; "))")
        }
    }
}
