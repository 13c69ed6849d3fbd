/// Where a packet goes, checked by the rules in `Address+Checking.swift`.
public struct Address: Sendable, Hashable, Codable {
    /// One or more lines, as they will be printed; with name, town, postcode and country at most nine.
    public var lines: [String]
    /// The post town, as written; printed in capitals.
    public var town: String?
    /// The postcode as printed; for countries without rules of ours, as written.
    public var postcode: String?
    public var country: Country

    public init(lines: [String], town: String?, postcode: String?, country: Country) {
        self.lines = lines
        self.town = town
        self.postcode = postcode
        self.country = country
    }
}
