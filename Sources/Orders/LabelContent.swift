/// What a label shows beside the address, its number and its reference. It is fixed when the batch is closed.
public struct LabelContent: Sendable, Hashable, Codable {
    /// The bars that Royal Mail's machines read; nil for none. Only addresses with a British postcode get them.
    public var barcode: Barcode?
    /// Whether the reference stands on it as a QR code too.
    public var qr: Bool
    /// The lines of the sender; empty for none.
    public var sender: [String]

    /// A four-state barcode of the postcode.
    public enum Barcode: Sendable, Hashable, Codable {
        /// Royal Mail's customer code: the postcode, the delivery point and a check character.
        case rm4scc
        /// Its successor for mail under a contract.
        case mailmark(contract: Mailmark)
    }

    public init(barcode: Barcode? = nil, qr: Bool = false, sender: [String] = []) {
        self.barcode = barcode
        self.qr = qr
        self.sender = sender
    }
}

/// What a contract with Royal Mail says of Mailmark.
public struct Mailmark: Sendable, Hashable, Codable {
    /// The id of the supply chain: two digits make barcode C of 66 bars, six make barcode L of 78.
    public var supplyChain: String
    /// One character, 0–9 or A–E: 1 and 2 are first and second class at retail prices, 8 and 9 premium and standard of
    /// network access, 0 is for tests.
    public var service: String

    public init(supplyChain: String, service: String) {
        self.supplyChain = supplyChain
        self.service = service
    }
}
