import Foundation
import Fulfilment
import HTTPTypes
import Orders
import Press
import Store
import Synchronization
import TestSupport

@testable import Web

/// A test's own campaign: a fresh store, a clock that the test turns, and the pages over them. It begins on Monday
/// 2026-12-07 at 12:00 in London.
final class PagesWorld: Sendable {
    let directory: TemporaryDirectory
    let store: Store
    let pages: SupporterPages
    private let seconds: Mutex<Int64>

    static let start: Int64 = 1_796_644_800

    /// Parsed once: nothing in them changes.
    static let templates = Result { try WebTemplates() }

    init(
        items: [Item]? = nil, closes: LocalDate? = nil, perAddress: Int = 60, perEmail: Int = 10,
        privacy: SupporterPages.Privacy = .init(
            controller: "Example Campaign, 1 Example Street", contact: "privacy@example.org",
            notice: "We keep it to ourselves.", kept: "for six months"),
        language: Language = .english, room: Int = 1_000, mailto: String? = nil, templates: WebTemplates? = nil
    ) throws {
        directory = try TemporaryDirectory()
        let store = try Store.open(
            in: directory.path("state"), identity: Store.Identity(mailDomain: "orders.example.org"))
        self.store = store
        let time = Time()
        seconds = Mutex(0)
        self.time = time
        let clock = WallClock(timeZone: TimeZone(identifier: "Europe/London") ?? .gmt) { time.now }
        let catalogue = Catalogue(items: items ?? Self.items)
        let waiting = WaitingRoom(capacity: room)
        self.room = waiting
        let rules: @Sendable () -> Rules = {
            Rules(
                catalogue: catalogue, today: clock.today, campaignHasImprint: true, language: language, closes: closes)
        }
        let receiver: @Sendable () -> Receiver = {
            var rules = rules()
            rules.emailRequired = true
            return Receiver(
                store: store, rules: rules, clock: clock, duplicatesWithin: 7 * 86_400, remember: 90 * 86_400,
                room: waiting)
        }
        var written: (@Sendable (Language) -> String)?
        if let mailto { written = { _ in mailto } }
        pages = SupporterPages(
            parts: SupporterPages.Parts(
                store: store, receiver: receiver, rules: rules,
                mender: { Mender(store: store, rules: rules(), clock: clock) },
                forecast: {
                    PostingForecast(
                        cutoff: 16 * 60, days: PostCalendar.workingWeek, calendar: PostCalendar(), clock: clock)
                },
                links: StatusLinks(store: store, base: nil),
                campaign: .init(name: "Example Campaign", language: language, contact: "orders@example.org"),
                privacy: privacy,
                limits: .init(
                    perAddress: RateLimit(limit: perAddress), perEmail: RateLimit(limit: perEmail),
                    corrections: RateLimit(limit: perEmail)),
                minimumTime: .seconds(3), mailto: written, clock: clock,
                templates: try templates ?? Self.templates.get()))
        self.clock = clock
        self.rules = rules
    }

    /// Those of the pages.
    let rules: @Sendable () -> Rules
    let clock: WallClock
    let time: Time
    let room: WaitingRoom

    /// Stands still until it is told otherwise.
    final class Time: Sendable {
        private let seconds = Atomic<Int64>(PagesWorld.start)
        var now: Int64 { seconds.load(ordering: .relaxed) }
        func advance(by step: Int64) { seconds.add(step, ordering: .relaxed) }
    }

    static let items = [
        Item(sku: "leaflet-1", title: "First <leaflet>", pack: 25, maximum: 1_000, download: "/nowhere/leaflet-1.pdf"),
        Item(sku: "poster", title: "Poster", pack: 5, maximum: 50),
        Item(sku: "badge", title: "Badge", pack: 1, maximum: 100),
        Item(sku: "leaflet-3", title: "Third leaflet", pack: 25, maximum: 1_000, ships: .unknown),
        Item(
            sku: "spring", title: "Spring leaflet", pack: 25, availableUntil: LocalDate("2026-06-30")),
    ]

    /// Asks as a browser does.
    func get(_ target: String, headers: HTTPFields = HTTPFields(), method: HTTPRequest.Method = .get) async throws
        -> SeenPage
    {
        let (path, query) = Self.split(target)
        return SeenPage(
            try await pages.answer(
                WebRequest(method: method, path: path, query: query, headers: headers, client: "192.0.2.1")))
    }

    func post(
        _ target: String, _ fields: [(name: String, value: String)], client: String = "192.0.2.1"
    ) async throws -> SeenPage {
        let (path, query) = Self.split(target)
        let body = fields.map { "\(Self.encoded($0.name))=\(Self.encoded($0.value))" }.joined(separator: "&")
        return SeenPage(
            try await pages.answer(
                WebRequest(
                    method: .post, path: path, query: query,
                    headers: [.contentType: "application/x-www-form-urlencoded"], body: Array(body.utf8),
                    client: client)))
    }

    /// The form, filled in and looked at: a person takes her time.
    func checkPage(_ changes: [String: String] = [:], taking seconds: Int64 = 60) async throws -> SeenPage {
        let form = try await get("/")
        time.advance(by: seconds)
        return try await post("/order/check", Self.filled(form, changes))
    }

    /// A whole order; where it leads to.
    func ordered(_ changes: [String: String] = [:]) async throws -> SeenPage {
        try await post("/order", try await checkPage(changes).fields)
    }

    /// The one order that the store holds.
    func onlyOrder() async throws -> PlacedOrder? {
        let orders = try await store.orders()
        return orders.count == 1 ? orders.first : nil
    }

    static let person = [
        "packs-leaflet-1": "4", "name": "Niamh O'Brien", "address-line1": "1 Example Street", "town": "Manchester",
        "postcode": "m90sq", "email": "niamh@example.org", "consent": "yes",
    ]

    /// What the form sends once somebody has filled it in.
    static func filled(_ form: SeenPage, _ changes: [String: String] = [:]) -> [(name: String, value: String)] {
        let typed = person.merging(changes) { $1 }
        let kept = form.fields.filter { typed[$0.name] == nil }
        return kept
            + typed.filter { !($0.key == "consent" && $0.value.isEmpty) }.map { ($0.key, $0.value) }
            .sorted { $0.0 < $1.0 }
    }

    private static func split(_ target: String) -> (String, WebRequest.Fields) {
        let parts = target.split(separator: "#")[0].split(separator: "?", maxSplits: 1)
        return (String(parts[0]), FormBody.fields(of: Array((parts.count > 1 ? parts[1] : "").utf8)))
    }

    private static func encoded(_ text: String) -> String {
        text.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? ""
    }

    /// Closes a batch of everything accepted.
    func closeBatch() async throws {
        let sheet = SheetGeometry(
            name: "L7159", columns: 3, rows: 8, labelWidth: 63.5, labelHeight: 33.9, left: 7.21, top: 12.9,
            pitchX: 66.04, pitchY: 33.9)
        let batcher = Batcher(
            store: store, press: nil,
            plan: Batcher.Plan(
                catalogue: Catalogue(items: Self.items), rules: BatchRules(maximum: 240, bundleMinimum: 6),
                calendar: PostCalendar(), campaign: BatchSnapshot.Campaign(name: "Example campaign"),
                papers: BatchSnapshot.Papers(labels: sheet)),
            clock: clock)
        _ = try await batcher.close(who: "test")
    }
}
