import ArgumentParser
import Foundation
import Fulfilment
import Orders
import Press
import Settings
import Store
import Web
import Wire

struct DoctorCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "doctor",
        abstract: "Check settings, catalogue, database, folders, fonts, mail server and printers.",
        discussion: "Changes nothing. Exits 78 if the settings are wrong, 69 if anything else is.")
    @OptionGroup var common: CommonOptions
    @Flag(name: .long, help: "Print one JSON document.") var json = false

    struct Check: Encodable {
        var check: String
        var ok: Bool
        var detail: String
        @OrNull var hint: String?
        /// How the command ends if this is what is wrong.
        var code = Failure.Code.unavailable

        private enum CodingKeys: String, CodingKey {
            case check, ok, detail, hint
        }
    }

    func run() async throws {
        let house = try House(common)
        let checks = await Examination(house).run()
        if json {
            try JSONOutput.write(checks)
        } else {
            for check in checks {
                try StandardOutput.line("\(check.ok ? "ok  " : "BAD ")  \(check.check): \(check.detail)")
                if let hint = check.hint { try StandardOutput.line("        \(hint)") }
            }
        }
        let bad = checks.filter { !$0.ok }
        if let worst = bad.first(where: { $0.code == .settings }) ?? bad.first {
            throw ExitCode(worst.code == .settings ? Failure.Code.settings.rawValue : Failure.Code.unavailable.rawValue)
        }
    }
}

/// What `doctor` looks at, in the order in which things depend on one another.
private struct Examination {
    private let house: House

    init(_ house: House) {
        self.house = house
    }

    func run() async -> [DoctorCommand.Check] {
        [
            await check("settings") { "as they should be" },
            await check("catalogue") {
                let items = try house.catalogue.items.count
                return "\(items) items in \(house.settings.catalogue)"
            },
            await check("database") {
                guard house.hasStore else { return "none yet: the first order makes it, in \(house.settings.state)" }
                let store = try house.openStore()
                let damage = try await store.integrityCheck()
                guard damage.isEmpty else {
                    throw Failure(.internal, damage.joined(separator: "; "), hint: "restore a backup")
                }
                return "sound, commits are durable, in \(house.settings.state)"
            },
            await check("disk") { "\(try house.checkRoom(atLeast: House.roomForADay)) MB free" },
            await check("queue") { try queue() },
            await check("labels") {
                let sheet = try house.sheet(named: house.settings.sheets.labels)
                let press = try house.makePress()
                try await house.checkLabels(with: press)
                await press.close()
                return "\(sheet.name), \(sheet.perSheet) to a sheet"
            },
            house.postageCheck(),
            await check("fonts") {
                _ = try house.makePress()
                return "\(house.settings.sheets.font) is there"
            },
            await check("templates") {
                _ = try MailTemplates(directory: house.settings.templates)
                _ = try WebTemplates(directory: house.settings.templates)
                return house.settings.templates.map { "the built-in ones, and those in \($0)" } ?? "the built-in ones"
            },
            await check("mail") { try await mail() },
            await check("form") { try await form() },
            await check("sqs") { try await queues() },
            await check("mailbox") { try await mailbox() },
            await check("printers") { try await printers() },
        ]
    }

    private func check(_ name: String, _ body: () async throws -> String) async -> DoctorCommand.Check {
        do {
            return DoctorCommand.Check(check: name, ok: true, detail: try await body(), hint: nil)
        } catch {
            let failure = Failure(explaining: error)
            return DoctorCommand.Check(
                check: name, ok: false, detail: failure.message, hint: failure.hint, code: failure.code)
        }
    }

    private func queue() throws -> String {
        let queue = house.settings.queue
        let incoming = queue.directory + "/incoming"
        guard FileManager.default.fileExists(atPath: incoming) else { return "not used yet: \(incoming)" }
        guard FileManager.default.isWritableFile(atPath: incoming) else {
            throw Failure(.permission, "\(incoming) can't be written", hint: "its group needs write permission")
        }
        let waiting = try FileManager.default.contentsOfDirectory(atPath: incoming).filter { !$0.hasPrefix(".") }
        return "\(waiting.count) files wait in \(incoming)"
    }

    private func mail() async throws -> String {
        switch try house.transport() {
        case nil: return "mail waits: mail.url is not set"
        case .directory(let directory): return "written to \(directory.directory), sent to nobody"
        case .smtp(let server, _):
            let probe = try await onThread { try SMTPConnection(to: server).probe() }
            if case .failure(let problem) = probe { throw Failure(.unavailable, "\(problem)") }
            return "\(server.name) \(try probe.get().words)"
        }
    }

    private func form() async throws -> String {
        let http = house.settings.http
        guard http.enabled else { return "shut: http.enabled is false" }
        let missing = try house.catalogue.items.compactMap(\.download).filter {
            !$0.contains("://") && !FileManager.default.isReadableFile(atPath: $0)
        }
        guard missing.isEmpty else {
            throw Failure(
                .notFound, "the catalogue names PDFs that can't be read: \(missing.joined(separator: ", "))",
                hint: "put them there, or take the download out of the catalogue")
        }
        let privacy = house.settings.privacy
        let isBare = [privacy.controller, privacy.contact, privacy.notice, http.publicURL].contains(nil)
        let isBehindProxy = http.socket != nil || !http.trustedProxies.isEmpty
        // Whom the proxy serves can't be seen from here.
        let warning = isBehindProxy && isBare ? "; before others may reach it, write privacy.* and http.publicURL" : ""
        let place = (http.socket ?? http.address ?? "\(http.host), port \(http.port)") + warning
        if ServeLock.isHeld(in: house.settings.state) { return "at \(place), as long as the service runs: it does" }
        if let trouble = await house.webAddress.openingTrouble() {
            throw Failure(.unavailable, "it can't be opened at \(place): \(trouble.problem)", hint: trouble.hint)
        }
        return "at \(place)"
    }

    /// Asks how many messages wait, without taking any.
    private func queues() async throws -> String {
        guard let queues = try house.cloudQueues() else { return "shut: sqs.url is not set" }
        func waiting(_ queue: SQSQueue, _ key: String) async throws -> Int {
            try await onThread {
                let connection = try SQSConnection(to: queue)
                do throws(SQSProblem) {
                    return try connection.count()
                } catch {
                    throw Failure(
                        .unavailable, "\(key): \(error)",
                        hint: error.hint ?? "check it, sqs.region and the credentials")
                }
            }
        }
        let orders = "\(try await waiting(queues.orders, "sqs.url")) messages wait"
        guard let dead = queues.deadLetters else { return orders + "; what is no order goes to rejected/" }
        return orders + "; \(try await waiting(dead, "sqs.deadLetterURL")) lie in the dead-letter queue"
    }

    /// Logs in and looks, without taking anything.
    private func mailbox() async throws -> String {
        guard let server = try house.mailboxServer() else { return "shut: imap.url is not set" }
        let folder = house.settings.imap.folder
        return try await onThread {
            let mailbox = try IMAPMailbox(on: server, folder: folder)
            defer { mailbox.close() }
            do throws(IMAPProblem) {
                _ = try mailbox.open()
                return "\(try mailbox.unseen().count) messages wait"
            } catch {
                throw Failure(.unavailable, "\(error)", hint: error.hint)
            }
        }
    }

    /// Asks each printer of the settings how it is. One without a queue or a server of its own may be a profile and no
    /// more, for a printer that hangs on another computer.
    private func printers() async throws -> String {
        let printers = house.settings.sheets.printers.sorted { $0.key < $1.key }
        guard !printers.isEmpty else { return "none: sheets.printers is empty" }
        try house.checkProfiles()
        let page = try house.sheet(named: house.settings.sheets.labels).page
        let labels = PrintMedia(width: page.width, height: page.height)
        var words: [String] = []
        for (name, printer) in printers {
            let place = try house.place(of: name)
            do {
                let queue = try await Printer.describe(place)
                guard queue.state != .stopped, queue.isAccepting else {
                    throw Failure(.unavailable, "\(name) \(queue.condition)", hint: queue.hint)
                }
                let paper = queue.takes(labels) ? "" : ", no paper \(labels.name) for labels"
                words.append("\(name) \(queue.condition)\(paper)")
            } catch let problem as PrintProblem {
                let isMeant = printer.queue != nil || printer.server != nil
                guard !isMeant, problem.kind == .noPrinter || problem.kind == .unreachable else { throw problem }
                words.append("\(name) is a profile: no such printer here")
            }
        }
        return words.joined(separator: "; ")
    }
}
