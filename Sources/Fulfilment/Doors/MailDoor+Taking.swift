import Crypto
import Orders
import Store
import Wire

extension MailDoor {
    /// Who stands in the history, and whose ids they are.
    static let producer = "mail"

    /// Takes one message: when this returns, what it holds is on the disk, or it was left for later.
    ///
    /// - Parameter key: Its place; the Message-ID is added here.
    /// - Throws: `StoreError`; then nothing of it is stored.
    func take(_ raw: IMAPMessage, _ place: MessageKey) async throws -> Outcome {
        let message = ReceivedMessage(raw.bytes)
        var key = place
        key.messageID = Self.name(of: message)
        if key.messageID != nil, try await store.isSeen(key) { return .seen }

        let writer = message.from?.address.lowercased()
        let verdict: RateLimit.Verdict = writer.map { limit.count($0, at: clock.now) } ?? .within
        if case .farOver(let seconds) = verdict { return .later(until: clock.now + Int64(seconds)) }
        let delivery = delivery(of: message, from: raw, isOver: verdict == .over)
        let sender = Receiver.Sender(
            producer: Self.producer,
            // Answers over the limit would be a flood of our own, in somebody's name.
            owesMail: writer != nil && verdict == .within && !isOfAProgram(message), who: Self.producer)
        do {
            let reception = try await receiver().take([delivery], from: sender, enclosing: Enclosure(message: key))
            if reception.isReplay { return .seen }
            switch reception.answers.first?.outcome {
            case .accepted, .backordered: return .order
            case .held: return .held
            case .duplicate: return .seen
            case .rejected, nil: return .failed
            }
        } catch {
            // It comes again, and must not count twice.
            if let writer { limit.takeBack(writer) }
            throw error
        }
    }

    /// What is handed to the receiver.
    func delivery(
        of message: ReceivedMessage, from raw: IMAPMessage, isOver: Bool
    ) -> Receiver.Delivery {
        let (reading, text) = read(message)
        var submission = reading.submission
        var doubts: [String] = []
        if let doubt = reading.doubt { doubts.append(doubt) }
        if raw.isCut || message.isTextCut { doubts.append("is longer than we read") }
        if message.hasStruckText, text == message.text, !message.alternativeText.isEmpty {
            doubts.append("has something struck out")
        }
        if message.attachments > 0, !reading.isForm || !reading.isCertain { doubts.append("comes with files") }
        submission.id = Self.id(of: message, raw, isCertain: doubts.isEmpty)
        var concerns: [String] = []
        if isOver { concerns.append("many orders came from this e-mail address within the hour") }
        if isOfAProgram(message), !reading.isForm, doubts.isEmpty {
            concerns.append("the message was sent by a program: nobody was answered")
        } else if isAnswer(message), !doubts.isEmpty {
            concerns.append("it answers a mail of ours: nobody was answered")
        }
        var delivery = Receiver.Delivery(
            submission: submission, source: Source(door: .mail, origin: "UID \(raw.uid)", row: nil),
            original: Self.original(of: message, saying: text, isCut: raw.isCut),
            problems: doubts.map {
                Problem(field: "message", problem: $0, hint: "read it, and give what is missing with amend")
            },
            concern: concerns.isEmpty ? nil : concerns.joined(separator: "; "), isFromAPerson: true)
        delivery.isAnswered = doubts.isEmpty || !isAnswer(message)
        return delivery
    }

    /// What it says, read: its plain text, or its HTML where only that is a form.
    private func read(_ message: ReceivedMessage) -> (reading: MailOrder.Reading, text: String) {
        let reader = MailOrder(catalogue: catalogue(), today: clock.today)
        func read(_ text: String) -> MailOrder.Reading {
            reader.read(
                MailOrder.Letter(
                    name: message.from?.name ?? "", email: message.from?.address, subject: message.subject, text: text))
        }
        let reading = read(message.text)
        if !reading.isForm, !message.alternativeText.isEmpty {
            let other = read(message.alternativeText)
            if other.isForm { return (other, message.alternativeText) }
        }
        return (reading, message.text)
    }

    /// Whether it must get no answer: from a program or a list, or one of our own come back.
    private func isOfAProgram(_ message: ReceivedMessage) -> Bool {
        message.isAutomatic || message.messageID.map(isOurs) ?? false
            || message.from.map { own.contains($0.address.lowercased()) } ?? false
    }

    /// Whether it answers a mail of ours.
    private func isAnswer(_ message: ReceivedMessage) -> Bool {
        message.inReplyTo.map(isOurs) ?? false || message.references.contains(where: isOurs)
    }

    /// Whether it has the shape of a Message-ID of ours: 32 hexadecimal digits at our domain. The domain alone tells
    /// nothing: supporters may have theirs there too.
    private func isOurs(_ messageID: String) -> Bool {
        let parts = messageID.lowercased().split(separator: "@", omittingEmptySubsequences: false)
        return parts.count == 2 && parts[1] == mailDomain && parts[0].count == 32 && parts[0].allSatisfy(\.isHexDigit)
    }

    /// The message as a person reads it, as far as it goes.
    private static func original(of message: ReceivedMessage, saying text: String, isCut: Bool) -> String {
        var text = text.isEmpty ? "(no text that can be read)" : text
        if message.isTextCut || isCut { text += "\n(it goes on: read it in the mailbox)" }
        if message.attachments > 0 { text += "\n(files came with it: see the mailbox)" }
        return OriginalMessage(subject: message.subject, messageID: message.messageID, text: text).description
    }

    /// The Message-ID, with a hash of who wrote and what: somebody else's message under the same id is another one.
    private static func name(of message: ReceivedMessage) -> String? {
        message.messageID.map { id in
            let stable = [message.from?.address.lowercased() ?? "", message.text, message.alternativeText]
            return "\(id)/\(digest(Array(stable.joined(separator: "\u{0}").utf8)).prefix(16))"
        }
    }

    /// The order's id: what the message is called. Without one an order that is certain is known by what it orders; one that isn't,
    /// by every byte of its message, for nothing else tells it from the next.
    private static func id(of message: ReceivedMessage, _ raw: IMAPMessage, isCertain: Bool) -> String? {
        guard let id = name(of: message) else { return isCertain ? nil : "message-" + digest(raw.bytes) }
        // An id takes 200 characters.
        return id.utf8.count <= 200 ? id : "sha256-" + digest(Array(id.utf8))
    }

    private static func digest(_ bytes: [UInt8]) -> String {
        let digits = Array("0123456789abcdef")
        return String(SHA256.hash(data: bytes).flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] })
    }
}
