// What `--json` prints, as far as the tests read it. The exact keys are tested on `JSONValue`.

/// What `submit` and `check` say of an order.
struct Answer: Decodable, Equatable {
    struct Finding: Decodable, Equatable {
        var field: String
        var column: String?
        var problem: String
        var hint: String?
    }

    var row: Int?
    var outcome: String
    var reference: String?
    var problems: [Finding]
    var warnings: [Finding]
}

struct OrderLine: Decodable, Equatable {
    var item: String
    var quantity: Int
}

/// A row of `order list` and `order find`.
struct ListedOrder: Decodable {
    var reference: String
    var state: String
    var receivedAt: String
    var source: String
    var name: String
    var postcode: String?
    var urgent: Bool
    var lines: [OrderLine]
    var heldBecause: [String]
}

/// What `order show` prints.
struct ShownOrder: Decodable {
    struct Address: Decodable {
        var lines: [String]
        var town: String?
        var postcode: String?
        var country: String
    }

    var reference: String
    var state: String
    var name: String
    var organisation: String?
    var email: String?
    var address: Address
    var lines: [OrderLine]
    var note: String?
    var batch: String?
    var sequence: Int?
    var mails: [ListedMail]
}

/// A row of `batch list` and `batch close`.
struct ListedBatch: Decodable {
    var id: String
    var state: String
    var packets: Int
    var orders: Int
}

/// What `batch show` prints.
struct ShownBatch: Decodable {
    struct Order: Decodable {
        var sequence: Int
        var reference: String
        var state: String
        var postcode: String?
        var bundle: String
        var lines: [OrderLine]
    }

    struct Packet: Decodable {
        var sequence: Int
        var part: Int
        var of: Int
        var bundle: String
        var orders: [String]
    }

    var id: String
    var orders: [Order]
    var packets: [Packet]
    var totals: [String: Int]
}

/// A row of `mail list`.
struct ListedMail: Decodable, Equatable {
    var id: Int
    var kind: String
    var reference: String
    var state: String
    var attempts: Int
    var nextAttemptAt: String?
    var lastProblem: String?
}

/// What `doctor` says of one thing.
struct DoctorCheck: Decodable {
    var check: String
    var ok: Bool
    var detail: String
}
