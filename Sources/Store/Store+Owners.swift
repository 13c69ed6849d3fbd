import GRDB
import Glibc

/// Who may hold claims, and what becomes of the claims of the dead. For threads: these wait for their commit.
extension Store {
    /// How long an attempt whose answer was lost rests before the same bytes go out again, in seconds: the server may
    /// have taken it, and recognises the Message-ID only once it is done with it.
    public static let ambiguousRest: Int64 = 30 * 60

    static let answerLost = "answer lost"

    /// Makes this process an owner of claims.
    ///
    /// - Parameters:
    ///   - role: What the process is: `serve`, `mail`.
    ///   - lease: For how long a claim is ours without being renewed, in seconds. Longer than any attempt takes.
    public func enrol(role: String, lease: Int64 = 1800, at time: Int64) throws -> Owner {
        let owner = try Owner(id: random.token(), lease: lease, directory: directory)
        try commits.writeBlocking { db in
            try db.execute(
                sql: "INSERT INTO owners (id, role, process, enrolled_at, expires_at) VALUES (?, ?, ?, ?, ?)",
                arguments: [owner.id, role, getpid(), time, time + lease])
        }
        return owner
    }

    /// Prolongs the owner's lease and its claims.
    ///
    /// - Throws: `StoreError.ownerGone`, if it was taken for dead.
    public func renew(_ owner: Owner, at time: Int64) throws {
        let (id, end) = (owner.id, time + owner.lease)
        try commits.writeBlocking { db in
            try db.execute(sql: "UPDATE owners SET expires_at = ? WHERE id = ?", arguments: [end, id])
            guard db.changesCount == 1 else { throw StoreError.ownerGone }
            try db.execute(sql: "UPDATE mails SET claim_expires_at = ? WHERE claim_owner = ?", arguments: [end, id])
        }
    }

    /// Ends an ownership in good order. Attempts that it left open become ambiguous.
    public func retire(_ owner: Owner) throws {
        _ = try giveUp([owner.id])
        owner.letGo()
    }

    /// Gives up the claims of owners that died: an attempt that was begun is ambiguous, stays queued with `answer lost`
    /// and is due half an hour after it began; a claim without one is simply free.
    ///
    /// A live claim is never stolen: an owner is dead if its lock can be taken, or if its file is gone and its lease
    /// and those of its claims have run out.
    ///
    /// - Returns: how many claims were given up.
    public func releaseDeadClaims(at time: Int64) throws -> Int {
        let owners = try StoreError.mapping {
            try pool.read { db in
                try Row.fetchAll(
                    db,
                    sql: """
                        SELECT o.id, max(o.expires_at, coalesce((SELECT max(m.claim_expires_at) FROM mails m
                            WHERE m.claim_owner = o.id), o.expires_at)) FROM owners o
                        """
                ).map { (id: $0[0] as String, end: $0[1] as Int64) }
            }
        }
        let dead = owners.filter { owner in
            switch Owner.sign(of: owner.id, in: directory) {
            case .alive: false
            case .dead: true
            case .unknown: owner.end < time
            }
        }
        return dead.isEmpty ? 0 : try giveUp(dead.map(\.id))
    }

    private func giveUp(_ owners: [String]) throws -> Int {
        let released = try commits.writeBlocking(wakes: true) { db in
            var released = 0
            for owner in owners {
                try db.execute(
                    sql: """
                        UPDATE mails SET
                            next_attempt_at = coalesce(attempt_begun_at + ?, next_attempt_at),
                            last_problem = CASE WHEN attempt_begun_at IS NULL THEN last_problem ELSE ? END,
                            claim_owner = NULL, claim_expires_at = NULL, attempt_begun_at = NULL
                        WHERE claim_owner = ? AND state = 'queued'
                        """, arguments: [Self.ambiguousRest, Self.answerLost, owner])
                released += db.changesCount
                try db.execute(sql: "DELETE FROM owners WHERE id = ?", arguments: [owner])
            }
            // What they settled, but died before they deleted its bytes.
            try db.execute(
                sql: """
                    DELETE FROM mail_messages WHERE mail_id IN
                        (SELECT b.mail_id FROM mail_messages b JOIN mails m ON m.id = b.mail_id WHERE m.state <> 'queued')
                    """)
            return released
        }
        for owner in owners {
            unlink(Owner.path(of: owner, in: directory))
        }
        return released
    }
}
