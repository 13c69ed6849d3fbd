import Foundation
import Fulfilment
import Logging
import Orders
import ServiceLifecycle
import Settings
import Store
import Templates
import Web
import Wire

/// The doors that the settings open.
extension House {
    /// What all doors of one process share, whatever is read again meanwhile.
    struct Threshold: Sendable {
        let room: WaitingRoom
        let perAddress: RateLimit
        let perEmail: RateLimit
        let corrections: RateLimit
        let registry = MetricRegistry()
        let count: OrderCount
        let memory = OrdersAPI.Memory()

        init(_ settings: Settings) {
            room = WaitingRoom(capacity: settings.receiver.waiting)
            perAddress = RateLimit(limit: settings.http.ordersPerAddress)
            perEmail = RateLimit(limit: settings.http.ordersPerEmail)
            corrections = RateLimit(limit: settings.http.ordersPerEmail)
            count = OrderCount(registry)
        }
    }

    func links(_ store: Store) -> StatusLinks {
        StatusLinks(store: store, base: settings.http.enabled ? settings.http.address : nil)
    }

    /// The address of the form as mails give it; nil where its reader couldn't reach it: a form that only this machine
    /// sees is named only in mails that don't leave it either.
    var addressInMails: String? {
        guard settings.http.enabled, let address = settings.http.address else { return nil }
        let staysHere = settings.mail.transport == .directory || settings.mail.isLoopback
        return !settings.http.isLoopback || staysHere ? address : nil
    }

    // MARK: The cloud queue

    /// The queue, and the one for what can't be an order; nil if the door is shut.
    ///
    /// - Throws: `SettingsError` if the settings can't work.
    func cloudQueues() throws -> (orders: SQSQueue, deadLetters: SQSQueue?)? {
        guard let url = settings.sqs.url else { return nil }
        let credentials = try placing("sqs.url") { try queueCredentials() }
        func queue(_ url: String, _ key: String) throws -> SQSQueue {
            try placing(key) {
                try SQSQueue(
                    url: url, region: settings.sqs.region, credentials: credentials,
                    caFile: environment["SSL_CERT_FILE"])
            }
        }
        return (try queue(url, "sqs.url"), try settings.sqs.deadLetterURL.map { try queue($0, "sqs.deadLetterURL") })
    }

    /// The access key: from the file, or else from the variables that Amazon's own programs read.
    private func queueCredentials() throws -> SQSCredentials? {
        if let secret = try settings.secret(.sqsCredentials, environment: environment) {
            for warning in secret.warnings { StandardError.line("warning: \(warning)") }
            return try SQSCredentials(text: secret.text)
        }
        guard let id = environment["AWS_ACCESS_KEY_ID"], let key = environment["AWS_SECRET_ACCESS_KEY"] else {
            return nil
        }
        let lines = [id, key] + [environment["AWS_SESSION_TOKEN"]].compactMap { $0 }.filter { !$0.isEmpty }
        return try SQSCredentials(text: lines.joined(separator: "\n"))
    }

    // MARK: The mailbox

    /// The server of the mailbox; nil if the door is shut.
    ///
    /// - Throws: `SettingsError`, or `Failure`, if the settings can't work.
    func mailboxServer() throws -> IMAPServer? {
        guard let url = settings.imap.url, let user = settings.imap.user else { return nil }
        guard let password = try settings.secret(.imapPassword, environment: environment) else {
            throw Failure(
                .settings, "imap.user is set, but there is no password",
                hint: "name a file that holds it with imap.passwordFile")
        }
        for warning in password.warnings { StandardError.line("warning: \(warning)") }
        return try placing("imap.url") {
            let server = try IMAPServer(
                url: url, user: user, password: password.text, caFile: environment["SSL_CERT_FILE"])
            // The folder's name is looked at too.
            _ = try IMAPMailbox(on: server, folder: settings.imap.folder)
            return server
        }
    }

    /// The address to which orders are written: the mailbox's own, or the one that mails come from.
    var orderAddress: String? {
        guard settings.imap.url != nil else { return nil }
        if let user = settings.imap.user, case .success(let address) = EmailAddress.read(user) { return address.text }
        return (settings.campaign.replyTo ?? settings.campaign.from)?.text
    }
}

// MARK: Form and API

extension House {
    /// The supporter's pages; their templates are read and checked.
    ///
    /// - Throws: `TemplateProblem`.
    func pages(
        _ store: Store, _ receiver: Receiver, _ catalogue: Catalogue, _ threshold: Threshold
    ) throws -> SupporterPages {
        let (campaign, privacy) = (settings.campaign, settings.privacy)
        let rules = try rules(of: catalogue, emailRequired: true)
        let mender = try mender(store, of: catalogue)
        let (clock, forecast) = (clock, forecast)
        return SupporterPages(
            parts: SupporterPages.Parts(
                store: store, receiver: { receiver },
                rules: {
                    var rules = rules
                    rules.today = clock.today
                    return rules
                },
                mender: { mender }, forecast: { forecast }, links: links(store),
                campaign: SupporterPages.Campaign(
                    name: campaign.name, website: campaign.website, colour: campaign.colour,
                    language: campaign.language, contact: (campaign.replyTo ?? campaign.from)?.text),
                privacy: SupporterPages.Privacy(
                    controller: privacy.controller, contact: privacy.contact, notice: privacy.notice,
                    kept: privacy.kept, needsConsent: privacy.consent == .required),
                limits: SupporterPages.Limits(
                    perAddress: threshold.perAddress, perEmail: threshold.perEmail,
                    corrections: threshold.corrections),
                minimumTime: settings.http.minimumTime,
                mailto: mailto(catalogue), clock: clock, templates: try WebTemplates(directory: settings.templates)))
    }

    /// Makes the link to an order by e-mail, in a language; nil where none are taken.
    private func mailto(_ catalogue: Catalogue) -> (@Sendable (Language) -> String)? {
        guard let address = orderAddress else { return nil }
        let clock = clock
        return { MailOrder.link(to: address, catalogue: catalogue, on: clock.today, language: $0) }
    }

    /// The API for programs.
    ///
    /// - Parameter rules: what `receiver` checks against.
    func api(_ store: Store, _ receiver: Receiver, _ rules: Rules, _ threshold: Threshold) -> OrdersAPI {
        OrdersAPI(
            parts: OrdersAPI.Parts(
                store: store, receiver: receiver, links: links(store), rules: rules, clock: clock,
                details: { placed in
                    var details = try await OrderDetails(of: placed, urgent: isUrgent(placed), in: store)
                    details.hideOthers()
                    return [UInt8](try Listing.json(details))
                },
                download: { $0.download == nil ? nil : link(to: "/items/\($0.sku).pdf") },
                picture: { $0.hasPicture ? link(to: "/items/\($0.sku).png") : nil }, count: threshold.count),
            memory: threshold.memory)
    }

    /// Where form and API listen.
    var webAddress: WebAddress {
        settings.http.socket.map { .socket(path: $0) } ?? .port(host: settings.http.host, port: settings.http.port)
    }

    /// The one server for form and API.
    func webServer(
        _ store: Store, _ works: InForce<Works>, _ threshold: Threshold, logger: Logger
    ) -> WebServer {
        let page = MetricsPage(
            registry: threshold.registry, store: store, clock: clock, version: Handbill.version)
        return WebServer(
            listen: webAddress, trustedProxies: TrustedProxies(settings.http.trustedProxies),
            pages: { try await works.current.pages.answer($0) },
            apology: { works.current.pages.failed($0, $1) },
            api: { works.current.api },
            operations: WebOperations(
                checks: [
                    WebOperations.Check("database") { try await store.probe() },
                    WebOperations.Check("disk") {
                        try await onThread { _ = try checkRoom(atLeast: House.roomForOrders) }
                    },
                ],
                metrics: { try await page.text() },
                description: Templates.web["openapi.yaml"] ?? []),
            figures: WebFigures(threshold.registry), clock: clock, logger: logger)
    }

    /// A page of the form's server as a whole address, or where it has none, from its root on.
    fileprivate func link(to path: String) -> String {
        (settings.http.address ?? "") + path
    }
}

extension Item {
    /// Whether there is a picture beside its PDF.
    fileprivate var hasPicture: Bool {
        guard let download, download.hasSuffix(".pdf"), !download.contains("://") else { return false }
        return FileManager.default.fileExists(atPath: download.dropLast(4) + ".png")
    }
}
