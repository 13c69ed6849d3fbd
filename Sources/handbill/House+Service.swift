import Foundation
import Fulfilment
import Logging
import Orders
import Press
import ServiceLifecycle
import Settings
import Store
import UnixSignals
import Wire

/// What `serve` is made of.
extension House {
    /// The service's log, on standard error.
    var serviceLogger: Logger {
        let level = Logger.Level(rawValue: settings.log.level.rawValue) ?? .info
        let isJournal = environment["JOURNAL_STREAM"].map { !$0.isEmpty } ?? false
        return Logger(label: "handbill") { _ in JournalLog(level: level, isJournal: isJournal) }
    }

    /// When batches are closed by themselves; nil for by hand.
    var cutoffPlan: CutoffPlan? {
        settings.batch.cutoff.map { time in
            CutoffPlan(minutes: time.hour * 60 + time.minute, days: settings.batch.days, timeZone: clock.timeZone)
        }
    }

    /// Runs the service until it is told to end.
    ///
    /// Whatever the settings can get wrong is found before anything begins, and before the supervisor hears that we
    /// are ready.
    ///
    /// - Parameter reloads: one for each time that catalogue and templates are to be read again.
    func serve(reloads: UnixSignalsSequence) async throws {
        let logger = serviceLogger
        let transport = try transport()
        let (queues, mailbox) = (try cloudQueues(), try mailboxServer())
        try await checkWhatIsRead()

        let store = try openStore()
        let lock = try takeServeLock()
        defer { withExtendedLifetime(lock) {} }
        let now = clock.now
        _ = try await onThread { try store.releaseDeadClaims(at: now) }
        try await store.learnNeighbours(since: now - Int64(settings.duplicates.days) * 86_400)
        _ = try await store.forgetReplies(before: now - settings.duplicates.remember.components.seconds)
        let threshold = Threshold(settings)
        let works = InForce(try self.works(store, transport, threshold))
        try works.current.queue.prepare()

        let notifier = SystemdNotifier(environment: environment)
        let halt = Halt()
        let deadline = Deadline(halt: halt) { cause in
            // Whatever still runs may be cut anywhere: nothing that was acknowledged is lost.
            logger.warning("stopped", metadata: ["problem": "what was in hand took too long and was broken off"])
            _exit(cause.map { Failure(explaining: $0).code.rawValue } ?? 0)
        }
        let cutoffs = try Alarm(clock: clock)
        let catalogues = try Alarm(clock: clock)
        let mails = try Alarm(clock: clock, watching: settings.state)
        var parts: [any Service] = [
            FileQueueService(queue: { works.current.queue }, halt: halt, logger: logger),
            CutoffService(
                plan: cutoffPlan, store: store, batcher: { works.current.batcher },
                papers: settings.state + "/batches", clock: clock, alarm: cutoffs, logger: logger),
            CatalogueService(batcher: { works.current.batcher }, clock: clock, alarm: catalogues, logger: logger),
            MailService(
                store: store, mailer: { works.current.mailer }, clock: clock, alarm: mails, halt: halt,
                logger: logger),
            ReloadService(
                requests: reloads, inForce: works, notifier: notifier, logger: logger,
                load: { try await onThread { try self.works(store, transport, threshold) } },
                onExchange: { catalogues.ring() }),
            NotifierService(
                notifier: notifier, logger: logger, status: serviceStatus(transport),
                serving: [
                    "cutoff": "\(settings.batch.cutoff.map { "\($0)" } ?? "by hand")",
                    "mail": transport == nil ? "waits" : "\(settings.mail.transport)",
                ],
                probe: { try await store.probe() }),
        ]
        if settings.http.enabled {
            parts.append(webServer(store, works, threshold, logger: logger))
        }
        if let queues {
            parts.append(
                QueueDoor(
                    queue: queues.orders, deadLetters: queues.deadLetters,
                    rejected: settings.queue.directory + "/rejected", producer: settings.sqs.producer,
                    receiver: { works.current.receiver }, halt: halt, logger: logger))
        }
        if let mailbox {
            let folder = settings.imap.folder
            let own = [settings.campaign.from?.text, settings.campaign.replyTo?.text, orderAddress, settings.imap.user]
            parts.append(
                MailDoor(
                    mailbox: { try IMAPMailbox(on: mailbox, folder: folder, stop: halt.breakOff, finish: halt.finish) },
                    name: try IMAPMailbox(on: mailbox, folder: folder).place, mailDomain: mailDomain,
                    every: settings.imap.every, store: store, receiver: { works.current.supporters },
                    catalogue: { works.current.catalogue }, limit: threshold.perEmail,
                    remember: settings.duplicates.remember.components.seconds,
                    own: Set(own.compactMap { $0?.lowercased() }), clock: clock, halt: halt, logger: logger))
        }
        try await run(Ensemble(parts: parts, halt: halt, deadline: deadline), logger)
    }

    private func run(_ ensemble: Ensemble, _ logger: Logger) async throws {
        let group = ServiceGroup(
            configuration: ServiceGroupConfiguration(
                services: [.init(service: ensemble)], gracefulShutdownSignals: [.sigterm, .sigint],
                // What it would log holds errors as they are; ours says what matters.
                logger: Logger(label: "lifecycle") { _ in SwiftLogNoOpLogHandler() }))
        do {
            try await group.run()
        } catch {
            logger.critical("stopped", metadata: ["problem": "\(Failure(explaining: error).message)"])
            throw error
        }
        logger.info("stopped")
    }

    /// Everything that depends on catalogue and templates, from one reading of them.
    ///
    /// - Throws: `SettingsError`, `TemplateProblem`.
    private func works(_ store: Store, _ transport: Mailer.Transport?, _ threshold: Threshold) throws -> Works {
        let catalogue = try catalogue
        // Templates are checked also while there is no way to send.
        let composer = try composer(of: catalogue, store: store)
        let receiver = try receiver(store, of: catalogue, threshold: threshold)
        let supporters = try self.receiver(store, of: catalogue, emailRequired: true, threshold: threshold)
        return Works(
            catalogue: catalogue, receiver: receiver, supporters: supporters,
            queue: try fileQueue(store, of: catalogue, threshold: threshold),
            batcher: try batcher(store: store, of: catalogue),
            mailer: transport.map {
                Mailer(store: store, composer: composer, transport: $0, sender: sender, clock: clock)
            },
            pages: try pages(store, supporters, catalogue, threshold),
            api: api(store, receiver, try rules(of: catalogue), threshold))
    }

    /// Reads everything once that the service reads later, so that wrong settings end it before it begins.
    private func checkWhatIsRead() async throws {
        _ = try composer(of: try catalogue)
        // Fonts are looked at and let go: at rest the service holds none.
        let press = try makePress()
        try await checkLabels(with: press)
        await press.close()
    }

    private func takeServeLock() throws -> ServeLock {
        do {
            return try ServeLock(in: settings.state)
        } catch let taken as ServeLock.Taken {
            throw Failure(
                .tryAgain, "\(taken)",
                hint: "end that one first (systemctl stop handbill), or give this one another state folder")
        }
    }

    private func serviceStatus(_ transport: Mailer.Transport?) -> String {
        let cutoff = settings.batch.cutoff.map { "cut-off at \($0) \(settings.batch.timeZone)" } ?? "batches by hand"
        return "Serving; \(cutoff)" + (transport == nil ? "; mail waits: mail.url is not set" : "")
    }
}
