import Foundation
import Logging
import Orders
import Press
import ServiceLifecycle
import Store
import Synchronization
import TestSupport
import Wire

@testable import Fulfilment

/// A test's own world: a fresh folder, a store, a clock that the test turns, and the stages over them.
struct Workshop {
    let directory: TemporaryDirectory
    var store: Store
    let time = Time()

    /// A clock that stands still until it is told otherwise. It begins on Monday 2026-12-07 at 12:00 in London.
    final class Time: Sendable {
        private let seconds = Atomic<Int64>(1796644800)
        private let interruption = Mutex<(@Sendable () -> Void)?>(nil)

        var now: Int64 {
            let act = interruption.withLock { $0.take() }
            act?()
            return seconds.load(ordering: .relaxed)
        }

        /// Lets something happen the next time that somebody asks for the time: in the midst of a stage's work.
        func whenAsked(_ act: @escaping @Sendable () -> Void) {
            interruption.withLock { $0 = act }
        }

        func advance(by step: Int64) {
            seconds.add(step, ordering: .relaxed)
        }

        func set(to moment: Int64) {
            seconds.store(moment, ordering: .relaxed)
        }
    }

    init() throws {
        directory = try TemporaryDirectory()
        store = try Self.openStore(in: directory)
    }

    /// Another opening of the same state folder, as another process has it.
    func otherStore() throws -> Store {
        try Self.openStore(in: directory)
    }

    private static func openStore(in directory: TemporaryDirectory) throws -> Store {
        try Store.open(in: directory.path("state"), identity: Store.Identity(mailDomain: "orders.example.org"))
    }

    var clock: WallClock {
        WallClock(timeZone: TimeZone(identifier: "Europe/London") ?? .gmt) { [time] in time.now }
    }

    static let catalogue = Catalogue(items: [
        Item(sku: "leaflet-1", title: "First leaflet", weightGrams: 4.2, pack: 25, maximum: 1000, perPacket: 500),
        Item(sku: "leaflet-3", title: "Third leaflet", pack: 25, maximum: 1000, ships: .unknown),
    ])

    static let calendar = PostCalendar(
        days: PostCalendar.workingWeek, holidays: [], postClass: .second)

    static let sheet = SheetGeometry(
        name: "L7159", columns: 3, rows: 8, labelWidth: 63.5, labelHeight: 33.9, left: 7.21, top: 12.9, pitchX: 66.04,
        pitchY: 33.9)

    var receiver: Receiver {
        receiver(of: Self.catalogue)
    }

    func receiver(of catalogue: Catalogue) -> Receiver {
        Receiver(
            store: store,
            rules: Rules(
                catalogue: catalogue, today: clock.today, calendar: Self.calendar, campaignHasImprint: true,
                emailRequired: false),
            clock: clock, duplicatesWithin: 7 * 86_400, remember: 90 * 86_400)
    }

    func queue(settle: Duration = .milliseconds(50), maximumBytes: Int = 1 << 20) throws -> FileQueue {
        let queue = FileQueue(
            rules: FileQueue.Rules(
                directory: directory.path("queue"), settle: settle, maximumBytes: maximumBytes, producer: "default",
                columns: ["How many?": "leaflet-1"]),
            receiver: receiver)
        try queue.prepare()
        return queue
    }

    func batcher(_ press: Press? = nil, of catalogue: Catalogue = catalogue) -> Batcher {
        Batcher(
            store: store, press: press,
            plan: Batcher.Plan(
                catalogue: catalogue, rules: BatchRules(maximum: 240, bundleMinimum: 6), calendar: Self.calendar,
                campaign: BatchSnapshot.Campaign(name: "Example campaign"),
                papers: BatchSnapshot.Papers(labels: Self.sheet)),
            clock: clock)
    }

    func papers(_ press: Press? = nil) -> Papers {
        Papers(store: store, press: press, directory: directory.path("state/batches"))
    }

    var composer: MailComposer {
        get throws {
            MailComposer(
                templates: try MailTemplates(), catalogue: Self.catalogue,
                forecast: PostingForecast(
                    cutoff: 16 * 60, days: PostCalendar.workingWeek, calendar: Self.calendar, clock: clock),
                from: Mailbox(name: "Example campaign", address: "orders@example.org"), replyTo: nil,
                campaign: MailContent.Campaign(name: "Example campaign"))
        }
    }

    func mailer(_ url: String, connections: Int = 2) throws -> Mailer {
        Mailer(
            store: store, composer: try composer,
            transport: .smtp(try SMTPServer(url: url, tls: TLSMode.none), connections: connections),
            sender: "orders@example.org", plan: RetryPlan(chance: { 0 }), clock: clock)
    }

    func alarm(watching: Bool = false) throws -> Alarm {
        try Alarm(clock: clock, watching: watching ? directory.path("state") : nil)
    }

    /// Changes with every commit and with every touch of the wake file.
    func writings() throws -> [String] {
        try ["handbill.sqlite-wal", "wake"].map { name in
            let attributes = try FileManager.default.attributesOfItem(atPath: directory.path("state/\(name)"))
            return "\(attributes[.size] ?? "") \(attributes[.modificationDate] ?? "")"
        }
    }

    /// Takes one order for each submission, which must be accepted.
    @discardableResult
    func take(_ submissions: [Submission], of catalogue: Catalogue = catalogue) async throws -> [Answer] {
        let receiver = receiver(of: catalogue)
        let sender = Receiver.Sender(producer: "default", who: "test")
        let deliveries = submissions.enumerated().map { index, submission in
            Receiver.Delivery(
                submission: submission, source: Source(door: .submit, origin: "test", row: index + 1), original: "")
        }
        return try await receiver.accept(receiver.prepare(receiver.examine(deliveries, from: sender)), from: sender)
    }

    /// Puts a file into `incoming`, as a producer does: under a hidden name first.
    func drop(_ text: String, as name: String) throws {
        try drop(Data(text.utf8), as: name)
    }

    func drop(_ data: Data, as name: String) throws {
        let hidden = directory.path("queue/incoming/.\(name)")
        try data.write(to: URL(fileURLWithPath: hidden))
        try FileManager.default.moveItem(atPath: hidden, toPath: directory.path("queue/incoming/\(name)"))
    }

    /// The visible files of one of the queue's folders, sorted.
    func files(in folder: String) throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: directory.path("queue/\(folder)"))
            .filter { !$0.hasPrefix(".") }.sorted()
    }

    func text(of path: String) throws -> String {
        String(decoding: try Data(contentsOf: URL(fileURLWithPath: path)), as: UTF8.self)
    }
}

extension Submission {
    /// A whole, good submission of an invented person; each number is another one at another address.
    static func fixture(
        _ number: Int = 1, id: String? = nil, item: String = "leaflet-1", quantity: String = "100",
        postcode: String = "M9 0SQ"
    ) -> Submission {
        Submission(
            id: id, name: "Person Number \(number)", email: "person\(number)@example.org",
            addressLines: ["\(number) Example Street"], town: "Manchester", postcode: postcode,
            items: [RequestedItem(item: item, quantity: quantity)])
    }
}

/// Orders as JSON, one a line.
func lines(_ numbers: ClosedRange<Int>, quantity: Int = 100) -> String {
    numbers.map { number in
        """
        {"id": "web-\(number)", "name": "Person Number \(number)", "email": "person\(number)@example.org", \
        "address": {"lines": ["\(number) Example Street"], "town": "Manchester", "postcode": "M9 0SQ"}, \
        "items": [{"item": "leaflet-1", "quantity": \(quantity)}]}

        """
    }.joined()
}

/// What was logged, as lines: `info file taken orders=2`.
final class LogLines: Sendable {
    /// What is logged from now on.
    let coming: AsyncStream<String>
    private let continuation: AsyncStream<String>.Continuation
    private let lines = Mutex<[String]>([])

    init() {
        (coming, continuation) = AsyncStream.makeStream()
    }

    var all: [String] { lines.withLock { $0 } }

    var logger: Logger {
        Logger(label: "test") { _ in
            JournalLog(level: .trace, isJournal: true, now: nil) { [self] line in
                lines.withLock { $0.append(line) }
                continuation.yield(line)
            }
        }
    }

    /// Waits for a line that says this.
    func next(_ words: String) async -> String? {
        await coming.first { $0.contains(words) }
    }
}

/// Runs services together as the program does, until `act` is done; then tells them to end.
func running<Value: Sendable>(
    _ parts: [any Service], halt: Halt = Halt(), patience: Duration = .seconds(60),
    _ act: @escaping @Sendable () async throws -> Value
) async throws -> Value {
    let ensemble = Ensemble(
        parts: parts, halt: halt, deadline: Deadline(halt: halt, work: patience, process: .seconds(120)) { _ in })
    let group = ServiceGroup(
        configuration: .init(
            services: [.init(service: ensemble)], logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }))
    async let ended: Void = group.run()
    do {
        let value = try await act()
        await group.triggerGracefulShutdown()
        try await ended
        return value
    } catch {
        await group.triggerGracefulShutdown()
        try await ended
        throw error
    }
}
