import Foundation
import Fulfilment
import Orders
import Press
import Settings
import Store
import Templates
import Wire

/// The one composition root: settings in, the parts that commands need out, each made when it is asked for.
struct House {
    let settings: Settings
    let clock: WallClock
    let environment: [String: String]

    /// Reads the settings.
    ///
    /// - Throws: `SettingsError` with every problem in them.
    init(_ options: CommonOptions) throws {
        let environment = ProcessInfo.processInfo.environment
        try self.init(
            settings: Settings.load(
                explicit: options.config, environment: environment,
                currentDirectory: FileManager.default.currentDirectoryPath),
            environment: environment)
    }

    init(settings: Settings, environment: [String: String] = [:]) throws {
        self.settings = settings
        self.environment = environment
        guard let timeZone = TimeZone(identifier: settings.batch.timeZone) else {
            throw Failure(.settings, "batch.timeZone: \(settings.batch.timeZone) is no time zone on this machine")
        }
        clock = WallClock(timeZone: timeZone)
        _ = try sheet(named: settings.sheets.labels)
    }

    /// Who stands in the history: the login name, also behind sudo.
    var who: String {
        environment["SUDO_USER"] ?? getpwuid(geteuid()).map { String(cString: $0.pointee.pw_name) }
            ?? "uid \(geteuid())"
    }

    // MARK: What the settings say

    var catalogue: Catalogue {
        get throws { try Catalogue.load(settings.catalogue) }
    }

    var calendar: PostCalendar {
        PostCalendar(
            days: settings.post.days, holidays: settings.post.holidays, postClass: settings.post.postClass)
    }

    /// - Parameter catalogue: one that was read already.
    func rules(of catalogue: Catalogue? = nil, emailRequired: Bool = false) throws -> Rules {
        Rules(
            catalogue: try catalogue ?? self.catalogue, today: clock.today, calendar: calendar,
            campaignHasImprint: settings.campaign.imprint != nil, emailRequired: emailRequired,
            language: settings.campaign.language, closes: settings.campaign.closes)
    }

    /// The label sheet with this name: one of `sheets.directory`, or a built-in one.
    func sheet(named name: String) throws -> SheetGeometry {
        let library = try sheets()
        guard let sheet = library[name] else {
            let hint = library.nearest(to: name).map { "did you mean \($0)?" }
            throw Failure(.settings, "sheets.labels: there is no label sheet \(name)", hint: hint)
        }
        return sheet.geometry
    }

    /// Whether ordinary post would bring it too late, if it is still to be posted.
    func isUrgent(_ placed: PlacedOrder) -> Bool {
        switch placed.state {
        case .accepted, .held, .backordered, .batched:
            calendar.isUrgent(neededBy: placed.order.neededBy, on: clock.today)
        case .dispatched, .returned, .cancelled: false
        }
    }

    /// Whether one of its items doesn't ship yet.
    func waits(_ order: Order) throws -> Bool {
        let catalogue = try catalogue
        let today = clock.today
        return order.lines.contains { catalogue[$0.item].map { !$0.ships(on: today) } ?? true }
    }

    /// A moment's local time of day: `16:00`.
    func timeOfDay(at moment: Int64) -> String {
        let minutes = clock.minutes(at: moment)
        return TimeOfDay(hour: minutes / 60, minute: minutes % 60)?.description ?? ""
    }

    // MARK: The parts

    func openStore() throws -> Store {
        try Store.open(in: settings.state, identity: Store.Identity(mailDomain: mailDomain))
    }

    /// The store, after the catalogue has had its word on what waits for an item and what needn't any more.
    func openStoreForToday() async throws -> Store {
        let store = try openStore()
        let items = try catalogue.shipping(on: clock.today)
        _ = try await store.catalogueChanged(ships: items.ships, waits: items.waits, at: clock.now, who: "catalogue")
        return store
    }

    /// The store as it is; where there is none yet, an empty one that goes away again, so that checking leaves nothing.
    func withStoreForChecking(_ body: (Store) async throws -> Void) async throws {
        guard !hasStore else { return try await body(openStore()) }
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("handbill-check-\(UUID())")
        defer { try? FileManager.default.removeItem(at: folder) }
        let store = try Store.open(in: folder.path, identity: Store.Identity(mailDomain: mailDomain))
        defer { try? store.close() }
        try await body(store)
    }

    /// Whether a state folder has been made here.
    var hasStore: Bool {
        FileManager.default.fileExists(atPath: settings.state)
    }

    func makePress() throws -> Press {
        try Press(font: settings.sheets.font)
    }

    /// - Parameters:
    ///   - emailRequired: for the form and the mailbox, whose writers must be reachable.
    ///   - threshold: what the doors of the service share.
    func receiver(
        _ store: Store, of catalogue: Catalogue? = nil, emailRequired: Bool = false, threshold: Threshold? = nil
    ) throws -> Receiver {
        Receiver(
            store: store, rules: try rules(of: catalogue, emailRequired: emailRequired), clock: clock,
            duplicatesWithin: Int64(settings.duplicates.days) * 86_400,
            remember: settings.duplicates.remember.components.seconds, room: threshold?.room ?? WaitingRoom(),
            count: threshold?.count)
    }

    func mender(_ store: Store, of catalogue: Catalogue? = nil) throws -> Mender {
        Mender(store: store, rules: try rules(of: catalogue), clock: clock)
    }

    func dispatcher(_ store: Store) -> Dispatcher {
        Dispatcher(
            store: store, lists: dispatchedLists(store), grace: settings.dispatch.grace.components.seconds, clock: clock
        )
    }

    func dispatchedLists(_ store: Store) -> DispatchedList {
        DispatchedList(store: store, directory: settings.state + "/batches", postClass: settings.post.postClass)
    }

    func fileQueue(
        _ store: Store, of catalogue: Catalogue? = nil, threshold: Threshold? = nil
    ) throws -> FileQueue {
        FileQueue(
            rules: FileQueue.Rules(
                directory: settings.queue.directory, settle: settings.queue.settle,
                maximumBytes: settings.queue.maximumMegabytes << 20, producer: settings.queue.producer,
                columns: settings.queue.columns),
            receiver: try receiver(store, of: catalogue, threshold: threshold))
    }

    func batcher(store: Store, press: Press? = nil, of catalogue: Catalogue? = nil) throws -> Batcher {
        let catalogue = try catalogue ?? self.catalogue
        return Batcher(
            store: store, press: press,
            plan: Batcher.Plan(
                catalogue: catalogue,
                rules: BatchRules(
                    maximum: settings.batch.maximum, bundleMinimum: settings.batch.bundleMinimum,
                    combines: settings.batch.combine),
                calendar: calendar,
                campaign: BatchSnapshot.Campaign(
                    name: settings.campaign.name, outside: settings.campaign.outside,
                    imprint: settings.campaign.imprint, website: settings.campaign.website),
                papers: BatchSnapshot.Papers(
                    labels: try sheet(named: settings.sheets.labels), orders: settings.sheets.orders.rawValue,
                    font: settings.sheets.font, content: settings.labelContent),
                tariff: try tariff(for: catalogue), catalogueFile: settings.catalogue),
            clock: clock)
    }

    /// A file of orders, or standard input for `-`.
    func reader(of file: String) throws -> SubmissionReader {
        try SubmissionReader.open(
            file == "-" ? .stream(STDIN_FILENO) : .path(file, followingLinks: true),
            columns: settings.queue.columns, maximumBytes: settings.queue.maximumMegabytes << 20)
    }

    /// Prints orders as a listing.
    func write(_ orders: [PlacedOrder], asJSON json: Bool, ifNone: String) throws {
        let rows = orders.map { OrderRow($0, urgent: isUrgent($0)) }
        if json { return try JSONOutput.write(rows) }
        if rows.isEmpty { return StandardError.line(ifNone) }
        try OrderRow.writeTable(rows)
    }

    /// The papers of closed batches; they need nothing of the settings but the folder.
    func papers(store: Store, press: Press? = nil) -> Papers {
        Papers(store: store, press: press, directory: batchesFolder)
    }

    /// Where each batch has a folder for its papers.
    var batchesFolder: String { settings.state + "/batches" }
}
