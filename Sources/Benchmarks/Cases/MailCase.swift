import Foundation
import Fulfilment
import Orders
import Store
import TestSupport
import Wire

/// Confirmations: composed and stored, then sent from the stored bytes to Postfix's `smtp-sink` over four connections,
/// every attempt and every outcome committed.
enum MailCase {
    private static let connections = 4
    private static let from = "orders@example.org"
    private static let source = "/usr/sbin/smtp-source"

    static func lines(size: Int, in workshop: Workshop) throws -> [Line] {
        let readings = try workshop.measure(.mail, size: size)
        let composing = try readings.named("composing")
        let sending = try readings.named("sending")
        let raw = try readings.named("raw")
        var ceiling = "no smtp-source here"
        if let source = readings.first(where: { $0.name == "smtp-source" }) {
            ceiling = "smtp-source, \(connections) sessions: \(number(source.perSecond))/s"
        }
        return [
            Line(
                "mail, compose", size: size, .perSecond(composing.perSecond, of: "messages"),
                comparison: "Mustache and GMime, bytes stored; "
                    + "\(ratio(composing.seconds / sending.seconds)) of the time that sending takes"),
            Line(
                "mail, send", size: size, .perSecond(sending.perSecond, of: "messages"), goal: .atLeast(3_000),
                comparison: "without the store: \(number(raw.perSecond))/s, "
                    + "ratio \(ratio(sending.perSecond / raw.perSecond)); \(ceiling)"),
        ]
    }

    static func measure(size: Int, folder: String) async throws -> [Reading] {
        let composer = try composer()
        let (composing, samples) = try await compose(size, with: composer, in: folder)

        let sink = try SMTPSink(keepsMail: false)
        defer { sink.stop() }
        let server = try SMTPServer(url: sink.url, tls: TLSMode.none)
        let raw = try await sendRaw(samples, size, to: server)
        let reference = try sendWithSource(samples, size, to: sink)

        // Opened anew, as `handbill mail send` does: otherwise sending would pay for moving what composing has written
        // from the write-ahead log to its place.
        let store = try SampleHouse.openStore(in: folder)
        let mailer = Mailer(
            store: store, composer: composer, transport: .smtp(server, connections: connections), sender: from,
            clock: SampleHouse.clock)
        let watch = Stopwatch()
        let tally = try await mailer.sendDue()
        let sending = try Reading("sending", count: tally.sent, seconds: watch.seconds)
        let mails = try await store.figures().mails
        guard mails == [.sent: size] else {
            throw BenchFailure("of \(size) mails \(mails[.sent] ?? 0) are sent: \(tally)")
        }
        return [composing, sending, raw] + (reference.map { [$0] } ?? [])
    }

    /// Takes orders in, and composes their confirmations, which is measured.
    ///
    /// - Returns: the reading, and some of the messages.
    private static func compose(
        _ size: Int, with composer: MailComposer, in folder: String
    ) async throws -> (Reading, [ComposedMail]) {
        let store = try SampleHouse.openStore(in: folder)
        try await fill(store, with: size)
        let samples = try await store.mailsToCompose(limit: 200).map(composer.compose)
        let watch = Stopwatch()
        let composed = try await composer.composeOwed(in: store, at: SampleHouse.now).composed
        let reading = try Reading("composing", count: composed, seconds: watch.seconds)
        guard composed == size else { throw BenchFailure("of \(size) mails \(composed) were composed") }
        try store.close()
        return (reading, samples)
    }

    /// The orders whose confirmations will be sent.
    private static func fill(_ store: Store, with size: Int) async throws {
        let receiver = SampleHouse.receiver(store)
        var deliveries = SampleOrders(count: size).map { submission in
            Receiver.Delivery(
                submission: submission, source: Source(door: .file, origin: "sample", row: nil), original: "")
        }[...]
        while !deliveries.isEmpty {
            let arrivals = receiver.examine(Array(deliveries.prefix(1000)), from: SampleHouse.sender)
            _ = try await receiver.accept(receiver.prepare(arrivals), from: SampleHouse.sender)
            deliveries = deliveries.dropFirst(1000)
        }
    }

    private static func composer() throws -> MailComposer {
        let clock = SampleHouse.clock
        return MailComposer(
            templates: try MailTemplates(), catalogue: SampleHouse.catalogue,
            forecast: PostingForecast(
                cutoff: 14 * 60, days: [.tuesday, .thursday], calendar: SampleHouse.rules.calendar, clock: clock),
            from: Mailbox(name: "Example campaign", address: from),
            replyTo: Mailbox(name: "Example campaign", address: "leaflets@example.org"),
            campaign: MailContent.Campaign(name: "Example campaign", website: "https://www.example.org"))
    }

    // MARK: What it compares with

    /// The same connections without the store: as many messages, the samples over and over.
    private static func sendRaw(_ samples: [ComposedMail], _ size: Int, to server: SMTPServer) async throws -> Reading {
        let watch = Stopwatch()
        let accepted = try await withThrowingTaskGroup(of: Int.self) { group in
            for part in 0..<connections {
                group.addTask {
                    try await onThread {
                        let connection = try SMTPConnection(to: server)
                        return stride(from: part, to: size, by: connections).count { number in
                            let mail = samples[number % samples.count]
                            return connection.send(mail.message, from: from, to: mail.recipient.text) == .accepted
                        }
                    }
                }
            }
            return try await group.reduce(0, +)
        }
        guard accepted == size else { throw BenchFailure("the sink took \(accepted) of \(size) raw messages") }
        return try Reading("raw", count: size, seconds: watch.seconds)
    }

    /// Postfix's own source of mail against its own sink: what two cores can do at all. Nil if it isn't installed.
    private static func sendWithSource(_ samples: [ComposedMail], _ size: Int, to sink: SMTPSink) throws -> Reading? {
        guard FileManager.default.isExecutableFile(atPath: source) else { return nil }
        let length = samples.reduce(0) { $0 + $1.message.count } / max(1, samples.count)
        let watch = Stopwatch()
        try Workshop.output(
            of: source,
            [
                "-d", "-s", "\(connections)", "-m", "\(size)", "-l", "\(length)", "-f", from, "-t",
                "supporter@example.org", "127.0.0.1:\(sink.port)",
            ])
        return try Reading("smtp-source", count: size, seconds: watch.seconds)
    }
}
