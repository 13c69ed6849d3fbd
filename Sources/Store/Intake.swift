import FoundationEssentials
import GRDB
import Orders

/// An arrival with everything that can be worked out before its transaction.
final class PreparedArrival: Sendable {
    let arrival: Arrival
    let key: Data
    /// What it may be known by from long ago; nil where nothing is.
    let scatteredKey: Data?
    let fingerprint: Int64
    /// Nil if there is no order to compare.
    let likeness: LikenessKeys?
    /// Its reference, if it becomes an order and no other has it.
    let reference: Reference
    /// What its mail is known by.
    let token: String

    init(_ arrival: Arrival, secret: Secret, random: Randomness) {
        self.arrival = arrival
        key = secret.key(of: arrival)
        scatteredKey = secret.scatteredKey(of: arrival)
        fingerprint = secret.fingerprint(of: arrival)
        let isUnreadable = arrival.verdict.heldBecause.contains(.unreadable)
        likeness = arrival.verdict.order.map { isUnreadable ? LikenessKeys(ofPerhapsPart: $0) : LikenessKeys(of: $0) }
        reference = random.reference()
        token = random.token()
    }

    /// What will be said to it if nothing is known of it, its person or its place: mostly so.
    var foreseen: Answer? {
        let verdict = arrival.verdict
        guard verdict.problems.isEmpty, verdict.order != nil else { return nil }
        var answer = Answer(taking: verdict)
        answer.reference = reference
        return answer
    }
}

extension Answer {
    /// What is said to an order that passed, as far as its verdict tells.
    fileprivate init(taking verdict: Verdict) {
        self.init(
            outcome: !verdict.heldBecause.isEmpty ? .held : verdict.waits ? .backordered : .accepted,
            heldBecause: verdict.heldBecause, warnings: verdict.warnings)
    }
}

/// Decides on arrivals, and writes what becomes of them, inside one transaction.
struct Intake {
    /// How far back the intake remembers, in seconds since 1970-01-01T00:00:00Z; what is just as old is forgotten.
    struct Memory: Sendable {
        /// From when on an order of the same person makes the next one a duplicate.
        let ordersSince: Int64
        /// From when on the key of an order without an id counts; a key made of an id counts for ever.
        let contentSince: Int64

        /// - Parameters:
        ///   - orders: How long orders are remembered, in seconds.
        ///   - content: The same for the keys of orders without an id.
        init(at time: Int64, orders: Int64, content: Int64) {
            ordersSince = time - orders
            contentSince = time - content
        }
    }

    let ledger: OrderLedger
    let memory: Memory
    /// Whether nothing will remain: then references made here must not be named.
    let isRehearsal: Bool
    /// What the door wants kept with each order; nil for doors that keep nothing.
    private let enclosed: EnclosureRows?
    private var made: Set<Reference> = []
    private var rows: IntakeRows

    /// - Parameter rows: the statements, prepared once for many calls.
    init(ledger: OrderLedger, memory: Memory, rows: IntakeRows, enclosed: EnclosureRows?) {
        self.ledger = ledger
        self.memory = memory
        self.enclosed = enclosed
        self.rows = rows
        isRehearsal = false
    }

    init(ledger: OrderLedger, memory: Memory, isRehearsal: Bool) throws {
        self.ledger = ledger
        self.memory = memory
        self.isRehearsal = isRehearsal
        enclosed = nil
        rows = try IntakeRows(db: ledger.db)
    }

    /// Takes arrivals one after the other; one that breaks a rule of the schema is thrown.
    mutating func takeEach(of arrivals: [PreparedArrival]) throws -> [Answer] {
        var answers: [Answer] = []
        answers.reserveCapacity(arrivals.count)
        for arrival in arrivals { answers.append(try take(arrival)) }
        return answers
    }

    /// The same, but one that breaks a rule of the schema is answered so, and the others go on.
    mutating func takeAll(_ arrivals: [PreparedArrival]) throws -> [Answer] {
        var answers: [Answer] = []
        for arrival in arrivals {
            do {
                answers.append(try ledger.db.savepoint { try take(arrival) })
            } catch let error as DatabaseError where error.isOfOneStatement {
                try recover()
                answers.append(Answer(outcome: .rejected, problems: [Self.unstorable]))
            }
        }
        return answers
    }

    /// Prepares the statements anew: one that failed would report its failure again when it is next used.
    mutating func recover() throws {
        ledger.db.releaseMemory()
        ledger.store.neighbours.rolledBack()
        try ledger.store.neighbours.catchUp(ledger.db, since: memory.ordersSince)
        rows = try IntakeRows(db: ledger.db)
    }

    /// Takes one arrival: its rows are written together or not at all, as the caller's savepoint sees to.
    mutating func take(_ prepared: PreparedArrival) throws -> Answer {
        let verdict = prepared.arrival.verdict
        if let known = try known(prepared) {
            if known.fingerprint == prepared.fingerprint {
                return Answer(
                    outcome: .duplicate, reference: name(known.reference),
                    words: enclosed == nil ? nil : try rows.words(of: known.order))
            }
            // The form says which order it became the first time; its sender has the link to it anyway.
            let isForm = prepared.arrival.source.door == .web
            return Answer(
                outcome: .rejected, reference: isForm ? name(known.reference) : nil,
                problems: [Self.idUsed] + verdict.problems, warnings: verdict.warnings)
        }
        guard verdict.problems.isEmpty, let order = verdict.order, let likeness = prepared.likeness else {
            return Answer(outcome: .rejected, problems: verdict.problems, warnings: verdict.warnings)
        }
        var answer = Answer(taking: verdict)
        let tellsOfOthers = prepared.arrival.source.door.tellsOfOthers
        var remarks = verdict.heldBecause.map(\.rawValue)
        var also: [String] = []
        if try rows.mayBeMarked(likeness), let returned = try ReturnedPacket.marking(likeness, ledger.db) {
            answer.heldBecause.append(.returnedAddress)
            if tellsOfOthers { answer.warnings.append(Self.cameBack(returned)) }
            remarks.append(returned.remark)
        }
        let neighbours = ledger.store.neighbours.orders(at: likeness)
        if !neighbours.isEmpty,
            let earlier = try rows.orderOfSamePerson(
                likeness, order.lines, among: neighbours, since: memory.ordersSince)
        {
            let earlier = earlier.described(as: name(earlier.reference))
            answer.heldBecause.append(.duplicate)
            if tellsOfOthers { answer.warnings.append(Self.twice(earlier)) }
            remarks.append("duplicate of \(earlier.reference)")
        } else {
            for other in try rows.ordersNearby(
                likeness, order.lines, among: neighbours, since: memory.ordersSince)
            {
                let other = other.described(as: name(other.reference))
                if tellsOfOthers { answer.warnings.append(Self.also(other)) }
                also.append("; also \(other.reference)")
            }
        }
        let isHeld = !answer.heldBecause.isEmpty
        let state: OrderState = isHeld ? .held : verdict.waits ? .backordered : .accepted
        if isHeld { answer.outcome = .held }
        let what = (isHeld ? "held: " + remarks.joined(separator: ", ") : state.rawValue) + also.joined()
        try write(prepared, order, likeness, state, &answer, what)
        return answer
    }

    /// The order that the arrival's key stands for already.
    private func known(_ prepared: PreparedArrival) throws -> IntakeRows.Known? {
        if let known = try rows.known(prepared.key, contentSince: memory.contentSince) { return known }
        return try prepared.scatteredKey.flatMap { try rows.known($0, contentSince: memory.contentSince) }
    }

    /// Writes the order and what hangs on it, and completes the answer.
    private mutating func write(
        _ prepared: PreparedArrival, _ order: Order, _ likeness: LikenessKeys, _ state: OrderState,
        _ answer: inout Answer, _ what: String
    ) throws {
        let (at, arrival) = (ledger.at, prepared.arrival)
        var reference = prepared.reference
        while try !rows.insert(
            reference, state, at, arrival.source.door, wantsMail: arrival.owesMail, order, likeness,
            answer.heldBecause, note: state == .held ? arrival.heldNote : nil)
        {
            reference = ledger.store.random.reference()
        }
        let id = ledger.db.lastInsertedRowID
        ledger.store.neighbours.note(likeness, of: id)
        try rows.insertLines(order.lines, of: id)
        try rows.insertHistory(of: id, at, ledger.who, what)
        if isRehearsal { made.insert(reference) }
        answer.reference = name(reference)
        answer.words = enclosed?.words(for: answer)
        try rows.insertSubmission(arrival, words: answer.words, of: id)
        try enclosed?.insertAgreement(of: id, at: at)
        try rows.insertKey(prepared, of: id)
        if arrival.owesMail, arrival.isAnswered, order.email != nil, !answer.heldBecause.contains(.mailAddress) {
            let kind: MailKind = state == .held ? .held : state == .backordered ? .backordered : .confirmation
            try ledger.owe(kind, order: id, language: order.language, token: prepared.token)
        }
    }

    /// The reference as it may be told: none that is about to vanish.
    private func name(_ reference: Reference) -> Reference? {
        isRehearsal && made.contains(reference) ? nil : reference
    }
}

extension Source.Door {
    /// Whether its answers go to the campaign's own people: only they are told about other people's orders.
    fileprivate var tellsOfOthers: Bool {
        switch self {
        case .file, .submit: true
        case .web, .api, .sqs, .mail: false
        }
    }
}

/// What the intake says to whoever sent the order.
extension Intake {
    private static let idUsed = Problem(
        field: "id", problem: "id-used: this id was used for an order with other content",
        hint: "give the new order an id of its own")

    /// Of a row that broke a rule of the schema which validation should have enforced.
    static let unstorable = Problem(
        field: "order", problem: "can't be stored", hint: "this is a fault in Handbill; please report it")

    private static func twice(_ earlier: NearbyOrder.Described) -> Problem {
        Problem(
            field: "items", problem: "the same person ordered \(earlier.item) a short while ago: \(earlier.text)",
            hint: "a person will look at it")
    }

    private static func cameBack(_ returned: ReturnedPacket) -> Problem {
        Problem(
            field: "address", problem: "a packet to this address came back: \(returned.reference), \(returned.reason)",
            hint: "a person will look at it")
    }

    private static func also(_ other: NearbyOrder.Described) -> Problem {
        Problem(field: "items", problem: "also \(other.text)")
    }
}
