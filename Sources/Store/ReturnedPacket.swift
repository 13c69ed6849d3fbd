import GRDB
import Orders

/// An order whose packet came back, and which makes the next one to that address wait for a person.
struct ReturnedPacket {
    let reference: Reference
    let reason: ReturnReason

    /// What the history of the order that is held says.
    var remark: String {
        "\(HeldReason.returnedAddress.rawValue) of \(reference)"
    }

    /// The latest returned order that marks this address: one of the same person at the same premise, or of anybody
    /// there where a packet was refused.
    ///
    /// The mark is gone as soon as an order of that person and premise that came after the return, and so was looked
    /// at, was posted and hasn't come back.
    static func marking(_ likeness: LikenessKeys, _ db: Database) throws -> ReturnedPacket? {
        guard let premise = likeness.premise else { return nil }
        let row = try Row.fetchOne(
            try db.cachedStatement(sql: question), arguments: [premise, likeness.surname])
        guard let row, let reason = ReturnReason(rawValue: row[1]) else { return nil }
        return ReturnedPacket(reference: try IntakeRows.reference(row[0]), reason: reason)
    }

    private static let question: String = {
        let marking = ReturnReason.allCases.filter(\.marksAddress).map { "'\($0.rawValue)'" }
        return """
            SELECT r.reference, r.return_reason FROM orders r INDEXED BY orders_returned
            WHERE r.like_premise = ?1 AND r.return_reason IS NOT NULL
                AND r.return_reason IN (\(marking.joined(separator: ", ")))
                AND (r.return_reason = '\(ReturnReason.refused.rawValue)' OR r.like_surname = ?2)
                AND NOT EXISTS (SELECT 1 FROM orders n WHERE n.like_premise = r.like_premise
                    AND n.like_surname = r.like_surname AND n.state = 'dispatched' AND n.id > r.id
                    AND n.received_at >= r.returned_at)
            ORDER BY r.id DESC LIMIT 1
            """
    }()
}
