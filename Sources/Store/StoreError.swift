import GRDB
public import Orders

/// What kept the store from doing what it was asked.
///
/// Descriptions hold references, batch ids and SQLite's own words, never a name or an address.
public enum StoreError: Error, Sendable, Hashable {
    /// The state folder, or the database in it, belongs to another user.
    case foreignOwner(owner: String)
    /// The folder or the database can't be opened or made.
    case cannotOpen(path: String, cause: String)
    /// The database was written by a newer version of Handbill.
    case newerDatabase(found: String)
    /// The database must be upgraded, and a service of the earlier version works with it.
    case servedByEarlierVersion(process: Int?)
    /// SQLite doesn't promise that a commit survives a power cut.
    case notDurable(found: String)
    /// Another process kept the database locked for too long.
    case busy
    /// The disk is full; nothing was stored.
    case diskFull
    /// Writing failed. From now on this store refuses every write: what the disk holds is only known after a restart.
    case writeFailed(cause: String)
    case noSuchOrder(Reference)
    case noSuchBatch(BatchID)
    case noSuchMail(Int64)
    /// The lifecycle has no way from the state in which `subject` (an order, a batch, a mail) is to the one wanted.
    case stateForbids(subject: String, state: String, wanted: String)
    /// The order isn't what it was when the change was worked out: look again.
    case changedMeanwhile(Reference)
    /// The order isn't in this batch any more, or never was.
    case notInBatch(Reference, BatchID)
    /// The batch can't be reopened or undone any more: so many of its orders are posted.
    case partlyPosted(BatchID, orders: Int)
    /// Nothing of the batch can be taken back: its orders were posted longer ago than the grace, their mails have
    /// begun to go out, or none was posted.
    case nothingToUndo(BatchID)
    /// The order can't be taken back from the post: it was posted longer ago than the grace, or its mail has begun.
    case tooLateToUndo(Reference)
    /// The order was sent again, and the new one goes on.
    case sentAgain(Reference, as: Reference)
    /// The order can't go on before these parts of it, by the names that an amendment takes, were amended.
    case notWhole(Reference, missing: [String])
    /// There is no e-mail address to write to.
    case noMailAddress(Reference)
    /// The key of the request belongs to a request with another body.
    case requestKeyUsed
    /// A token with this name is in force.
    case tokenExists(String)
    /// No token with this name is in force.
    case noSuchToken(String)
    /// The attempt is no longer ours: our claim was given up as dead.
    case staleClaim(mail: Int64)
    /// This owner was taken for dead: enrol anew.
    case ownerGone
    /// The plan of a batch doesn't fit together or doesn't fit the orders.
    case planDoesNotFit(String)
    /// A row can't be read.
    case damaged(subject: String)
    /// Anything else that SQLite said.
    case database(cause: String)

    /// Whether nothing was done, and doing the same again may succeed without anybody's help to Handbill.
    public var mayPass: Bool {
        switch self {
        case .busy, .diskFull: true
        default: false
        }
    }

    /// What a person can do about it, as a sentence without a full stop; nil where there is nothing to add.
    public var hint: String? {
        switch self {
        case .foreignOwner(let owner): "run this as \(owner): sudo -u \(owner) handbill …"
        case .cannotOpen: "check that the folder exists and can be written; if the file is damaged, restore a backup"
        case .newerDatabase: "install the version that wrote it, or a newer one"
        case .servedByEarlierVersion: "end it first: systemctl stop handbill; nothing was changed"
        case .notDurable: "run with Debian's SQLite on a local disk"
        case .busy: "try again when the other process is done"
        case .diskFull: "make room on the disk and try again; nothing is lost"
        case .writeFailed: "check the disk, then start Handbill again"
        case .noSuchOrder: "look it up with: handbill order find"
        case .noSuchBatch: "look it up with: handbill batch list"
        case .noSuchMail: "look it up with: handbill mail list"
        case .stateForbids(_, let state, let wanted): Self.wayOn(from: state, to: wanted)
        case .staleClaim, .ownerGone: nil
        case .changedMeanwhile: "look at it again, then repeat the change"
        case .notInBatch(_, let id): "see what is in it with: handbill batch show \(id)"
        case .partlyPosted(let id, _): "take the posting back first, if it was just now: handbill dispatch \(id) --undo"
        case .nothingToUndo, .tooLateToUndo: "if a packet came back: handbill order return REF --reason …"
        case .sentAgain(_, let new): "see handbill order show \(new)"
        case .notWhole(let reference, let missing):
            "read what came with: handbill order show \(reference), then: handbill order amend \(reference) "
                + missing.map { "\($0)=…" }.joined(separator: " ")
        case .requestKeyUsed: "send another request with a key of its own"
        case .tokenExists(let name): "choose another name, or first: handbill token revoke \(name)"
        case .noSuchToken: "look it up with: handbill token list"
        case .noMailAddress(let reference): "give one with: handbill mail again \(reference) --to EMAIL"
        case .planDoesNotFit: "orders were changed while the batch was made; try again"
        case .damaged: "run handbill doctor, or restore a backup"
        case .database: nil
        }
    }
}

extension StoreError {
    /// "name is", "name and town are", "name, town and postcode are"
    private static func list(_ fields: [String]) -> String {
        guard let last = fields.last, fields.count > 1 else { return (fields.first ?? "a part") + " is" }
        return fields.dropLast().joined(separator: ", ") + " and \(last) are"
    }

    /// What somebody probably wants who asks for what the lifecycle doesn't have.
    private static func wayOn(from state: String, to wanted: String) -> String? {
        switch (state, wanted) {
        case ("printed", "reopened"): "take single orders out of it with: handbill order pull REF"
        case ("dispatched", "cancelled"), ("dispatched", "held"), ("dispatched", "amended"), ("dispatched", "pulled"):
            "it is posted: take that back with handbill dispatch --undo, or once it came back, handbill order return"
        case ("returned", "amended"), ("cancelled", "amended"):
            "a new order like it: handbill order again REF FIELD=VALUE"
        case ("accepted", "sent again"), ("held", "sent again"), ("backordered", "sent again"),
            ("batched", "sent again"):
            "it is still to be posted: change it with handbill order amend"
        case ("batched", "returned"): "say first that it was posted: handbill dispatch"
        default: nil
        }
    }
}

extension StoreError: CustomStringConvertible {
    public var description: String {
        switch self {
        case .foreignOwner(let owner): "the state folder belongs to \(owner)"
        case .cannotOpen(let path, let cause): "can't open \(path): \(cause)"
        case .newerDatabase(let found): "the database comes from a newer version of Handbill (\(found))"
        case .servedByEarlierVersion(let process):
            "a service of an earlier version works with this database" + (process.map { ": process \($0)" } ?? "")
        case .notDurable(let found): "commits would not survive a power cut (\(found))"
        case .busy: "the database is locked by another process"
        case .diskFull: "the disk is full"
        case .writeFailed(let cause): "writing to the database failed (\(cause)); it takes no more until a restart"
        case .noSuchOrder(let reference): "there is no order \(reference)"
        case .noSuchBatch(let id): "there is no batch \(id)"
        case .noSuchMail(let id): "there is no mail \(id)"
        case .stateForbids(let subject, let state, let wanted) where state == wanted: "\(subject) is \(state) already"
        case .stateForbids(let subject, let state, let wanted): "\(subject) is \(state), and so can't be \(wanted)"
        case .changedMeanwhile(let reference): "\(reference) was changed meanwhile by somebody else"
        case .notInBatch(let reference, let id): "\(reference) isn't in batch \(id)"
        case .partlyPosted(let id, let orders):
            "\(orders) of the orders of batch \(id) \(orders == 1 ? "is" : "are") posted"
        case .nothingToUndo(let id): "nothing of batch \(id) can be taken back from the post any more"
        case .tooLateToUndo(let reference): "\(reference) can't be taken back from the post any more"
        case .sentAgain(let reference, let new): "\(reference) was sent again as \(new)"
        case .notWhole(let reference, let missing): "\(reference) isn't whole: \(Self.list(missing)) missing"
        case .noMailAddress(let reference): "\(reference) has no e-mail address"
        case .requestKeyUsed: "this key was used for another request"
        case .tokenExists(let name): "there is a token \(name) already"
        case .noSuchToken(let name): "no token \(name) is in force"
        case .staleClaim(let mail): "the attempt at mail \(mail) was given up as dead"
        case .ownerGone: "this process was taken for dead and its claims were given up"
        case .planDoesNotFit(let why): "the plan doesn't fit: \(why)"
        case .damaged(let subject): "\(subject) can't be read"
        case .database(let cause): "the database refused: \(cause)"
        }
    }
}

extension StoreError {
    /// Runs `body` and turns what GRDB throws into values of ours.
    static func mapping<Value>(_ body: () throws -> Value) throws -> Value {
        do {
            return try body()
        } catch {
            throw mapped(error)
        }
    }

    /// The error as callers see it: ours as they are, SQLite's by their result code.
    static func mapped(_ error: any Error) -> any Error {
        guard let error = error as? DatabaseError else { return error }
        switch error.resultCode {
        case .SQLITE_BUSY, .SQLITE_LOCKED: return busy
        case .SQLITE_FULL: return diskFull
        case .SQLITE_IOERR: return writeFailed(cause: error.words)
        default: return database(cause: error.words)
        }
    }
}

extension DatabaseError {
    /// SQLite's message and code; never the values of a statement.
    var words: String {
        "SQLite \(extendedResultCode.rawValue): \(message ?? resultCode.description)"
    }

    /// Whether one statement broke a rule of the schema: its transaction lives on.
    var isOfOneStatement: Bool {
        [.SQLITE_CONSTRAINT, .SQLITE_MISMATCH, .SQLITE_TOOBIG].contains(resultCode)
    }

    /// Whether what is on the disk is now unknown: after a failed fsync the kernel may call pages clean that it never
    /// wrote, so that trying again would succeed and prove nothing.
    var leavesDiskUnknown: Bool {
        [.SQLITE_IOERR, .SQLITE_CORRUPT, .SQLITE_NOTADB].contains(resultCode)
    }
}
