import Foundation
import TestSupport
import Testing

/// The doors of the running service.
enum Door: String, CaseIterable, Sendable, CustomTestStringConvertible {
    case file, api, web, sqs, mail

    var testDescription: String { rawValue }
}

/// A world whose service has one door open, with the real peer behind it, and somebody in front of it who brings orders.
///
/// What is brought twice under the same name is the same sending again: the same file, request, form, message or mail.
final class DoorWorld {
    let door: Door
    let world: World
    let sink: SMTPSink
    private var moto: Moto?
    private var queue = ""
    private var dovecot: Dovecot?
    private var token = ""
    /// The messages in the mailbox.
    private var delivered: [String] = []
    /// The form as it was fetched for each name: what a browser keeps.
    private var forms: [String: [(String, String)]] = [:]
    private(set) var serving: Serving?

    /// - Parameter sendsMail: whether confirmations go out; otherwise nothing but the door writes.
    init(_ door: Door, settings: String = "", sendsMail: Bool = true) throws {
        self.door = door
        sink = try SMTPSink()
        var lines = (sendsMail ? "mail: {url: \"\(sink.url)\"}\n" : "") + "batch: {cutoff: null}\n" + settings
        switch door {
        case .file: break
        case .api, .web: lines += "\nhttp: {port: 0, minimumTime: 0s, ordersPerAddress: 0}"
        case .sqs:
            let moto = try Moto()
            queue = try moto.makeQueue(attributes: ["VisibilityTimeout": "2"])
            self.moto = moto
            lines += "\nsqs: {url: \"\(queue)\", region: eu-west-2, credentialsFile: credentials}"
        case .mail:
            let dovecot = try Dovecot.start()
            self.dovecot = dovecot
            lines += "\nimap: {url: \"\(dovecot.url)\", user: \"\(Dovecot.user)\", passwordFile: password, every: 1s}"
        }
        world = try World(settings: lines)
        for (secret, name) in [("AKIAEXAMPLE\nsecret-example\n", "credentials"), (Dovecot.password, "password")] {
            try world.write(secret, to: name)
            chmod(world.path(name), 0o600)
        }
        if door == .api {
            let made = try world.handbill("token", "create", "website")
            token = made.text.trimmingCharacters(in: .whitespacesAndNewlines)
        }
    }

    /// Starts the service, and waits until its door is open.
    func serve() throws {
        let serving = try Serving(in: world)
        self.serving = serving
        if door == .api || door == .web { _ = try serving.address }
    }

    func stop() throws {
        try serving?.stop()
        serving = nil
    }

    /// Where the service is, now that it may be another process.
    var program: RunningProgram { get throws { try #require(serving).program } }

    /// Brings an order, as whoever uses this door does.
    ///
    /// - Parameters:
    ///   - order: its `id` is left out where the door has no place for one.
    ///   - name: of the sending.
    /// - Returns: whether whoever brought it was told at once that it was taken; nil where nobody waits for an answer.
    @discardableResult
    func bring(_ order: OrderForm, as name: String) throws -> Bool? {
        switch door {
        case .file:
            try world.drop([order].json, as: "\(name).json")
            return nil
        case .api:
            let reply = try HTTPCall.post(
                json: order.json, to: "\(try #require(serving).address)/api/v1/orders", token: token
            ).send()
            return reply.status == 201
        case .web:
            let address = try #require(serving).address
            if forms[name] == nil { forms[name] = try SupporterForm(at: address).filled(order) }
            let reply = try HTTPCall.post(form: forms[name] ?? [], to: address + "/order").send()
            return reply.status == 303
        case .sqs:
            try moto?.send([order.json], to: queue)
            return nil
        case .mail:
            let message = Array(order.mail(id: "\(name)@example.org").utf8)
            delivered.append(try #require(dovecot).deliver(message))
            return nil
        }
    }

    /// Opens the form and writes into it, without sending it yet.
    func fetchForm(for order: OrderForm, as name: String) throws {
        forms[name] = try SupporterForm(at: #require(serving).address).filled(order)
    }

    /// Whether nothing lies in front of the door any more.
    func isEmpty() throws -> Bool {
        switch door {
        case .file: try FileManager.default.contentsOfDirectory(atPath: world.path("queue/incoming")).isEmpty
        case .api, .web: true
        case .sqs: try moto?.count(in: queue) == 0
        case .mail: try delivered.allSatisfy { try #require(dovecot).flags(of: $0)?.contains("S") == true }
        }
    }

    func orders() throws -> [ListedOrder] {
        try world.listing("order", "list", as: [ListedOrder].self)
    }
}

extension Serving {
    /// Where its HTTP door is, as its log says: `http://127.0.0.1:34567`.
    var address: String {
        get throws {
            let pattern = /door open.*(http:\/\/127\.0\.0\.1:\d+)/
            try program.wait { program.complaints.firstMatch(of: pattern) != nil }
            return String(try #require(program.complaints.firstMatch(of: pattern)).output.1)
        }
    }
}

extension OrderForm {
    /// The order as one JSON object.
    var json: String {
        get throws {
            let encoder = JSONEncoder()
            encoder.outputFormatting = .withoutEscapingSlashes
            return String(decoding: try encoder.encode(self), as: UTF8.self)
        }
    }

    /// The order as a mail that somebody has written into the form's own link.
    func mail(id: String) -> String {
        let items = items.map { "\($0.item): \($0.quantity)" }.joined(separator: "\r\n")
        return """
            From: \(name) <\(email ?? "somebody@example.org")>\r
            To: orders@example.org\r
            Subject: Order\r
            Date: Mon, 07 Dec 2026 12:00:00 +0000\r
            Message-ID: <\(id)>\r
            MIME-Version: 1.0\r
            Content-Type: text/plain; charset=utf-8\r
            \r
            Name: \(name)\r
            Address: \(address.lines.joined(separator: "\r\n"))\r
            Town: \(address.town ?? "")\r
            Postcode: \(address.postcode ?? "")\r
            \(items)\r

            """
    }
}

/// The supporter's form as a browser sees it.
struct SupporterForm {
    /// What the page carries in hidden fields.
    var hidden: [(String, String)]

    init(at address: String) throws {
        let page = try HTTPCall(address + "/").send()
        #expect(page.status == 200)
        hidden = page.text.hiddenFields
    }

    /// The form with an order written into it; quantities in packs of 25.
    func filled(_ order: OrderForm) -> [(String, String)] {
        var fields =
            hidden + [
                ("name", order.name), ("email", order.email ?? ""), ("town", order.address.town ?? ""),
                ("postcode", order.address.postcode ?? ""), ("country", order.address.country ?? "GB"),
                ("consent", "yes"),
            ]
        fields += order.address.lines.enumerated().map { ("address-line\($0 + 1)", $1) }
        fields += order.items.map { ("packs-\($0.item)", "\($0.quantity / 25)") }
        return fields
    }
}

extension String {
    /// The hidden fields in a page, by name.
    var hiddenFields: [(String, String)] {
        matches(of: /<input[^>]*type="hidden"[^>]*>/).compactMap { input in
            guard let name = input.output.firstMatch(of: /name="([^"]*)"/),
                let value = input.output.firstMatch(of: /value="([^"]*)"/)
            else { return nil }
            return (String(name.output.1), String(value.output.1))
        }
    }
}
