import Fulfilment
import Orders
import Settings
import Store
import Wire

extension House {
    /// Whom mails come from: `campaign.from`, or until that is set a name that leads nowhere, for trying things out with
    /// a mail server on this machine.
    var sender: String {
        (settings.campaign.from ?? settings.campaign.replyTo)?.text ?? "handbill@localhost"
    }

    /// The right side of Message-IDs.
    var mailDomain: String {
        sender.split(separator: "@").last.map(String.init) ?? "localhost"
    }

    /// How mails leave the house; nil while `mail.url` is unset, and mail waits.
    ///
    /// - Throws: `WireProblem` or `SettingsError` if the settings can't work.
    func transport() throws -> Mailer.Transport? {
        let mail = settings.mail
        switch mail.transport {
        case .directory:
            guard let directory = mail.directory else { return nil }
            return .directory(try DirectoryTransport(directory: directory))
        case .smtp:
            guard let url = mail.url else { return nil }
            if settings.campaign.from == nil {
                guard mail.isLoopback else {
                    throw Failure(.settings, "campaign.from is unset", hint: "write the address that mails come from")
                }
                StandardError.line("warning: campaign.from is unset: nobody can answer mails from \(sender)")
            }
            // OpenSSL's own variable: a private authority, besides those of the system.
            let login = try login()
            let server = try placing("mail.url") {
                try SMTPServer(
                    url: url, tls: TLSMode(rawValue: mail.effectiveTLS.rawValue), login: login,
                    caFile: environment["SSL_CERT_FILE"])
            }
            return .smtp(server, connections: mail.connections)
        }
    }

    private func login() throws -> SMTPServer.Login? {
        guard let user = settings.mail.user else { return nil }
        guard let password = try settings.secret(.mailPassword, environment: environment) else {
            throw Failure(
                .settings, "mail.user is set, but there is no password",
                hint: "name a file that holds it with mail.passwordFile")
        }
        for warning in password.warnings { StandardError.line("warning: \(warning)") }
        return SMTPServer.Login(user: user, password: password.text)
    }

    /// Sends what is due, once.
    ///
    /// - Returns: nil if the settings name no way to send, which is said on standard error.
    func sendDue(_ store: Store) async throws -> Mailer.Tally? {
        guard let transport = try transport() else {
            StandardError.line("mail waits: set mail.url to smtp://host:port, or mail.transport to directory")
            return nil
        }
        if case .directory(let directory) = transport {
            StandardError.line("mail is written to \(directory.directory) and sent to nobody (mail.transport)")
        }
        let mailer = try mailer(store: store, transport: transport, catalogue: try catalogue)
        let progress = Progress("sending")
        defer { progress.end() }
        return try await mailer.sendDue { progress.show($0, of: nil) }
    }

    /// What sends this way; its templates are read and checked.
    ///
    /// - Throws: `TemplateProblem`.
    func mailer(store: Store, transport: Mailer.Transport, catalogue: Catalogue) throws -> Mailer {
        Mailer(
            store: store, composer: try composer(of: catalogue, store: store), transport: transport, sender: sender,
            clock: clock)
    }

    /// When orders will be posted, as far as the settings tell.
    var forecast: PostingForecast {
        PostingForecast(
            cutoff: settings.batch.cutoff.map { $0.hour * 60 + $0.minute }, days: settings.batch.days,
            calendar: calendar, clock: clock)
    }

    /// What composes mails; its templates are read and checked.
    ///
    /// - Parameter store: whose links stand in the mails; nil for none.
    /// - Throws: `TemplateProblem`.
    func composer(of catalogue: Catalogue, store: Store? = nil) throws -> MailComposer {
        let campaign = settings.campaign
        let form = addressInMails
        let links = store.map { StatusLinks(store: $0, base: form) }
        return MailComposer(
            templates: try MailTemplates(directory: settings.templates), catalogue: catalogue, forecast: forecast,
            from: Mailbox(name: campaign.name, address: sender),
            replyTo: campaign.replyTo.map { Mailbox(name: campaign.name, address: $0.text) },
            campaign: MailContent.Campaign(
                name: campaign.name, website: campaign.website, privacyContact: settings.privacy.contact),
            link: { links?.url(of: $0) }, form: form)
    }
}
