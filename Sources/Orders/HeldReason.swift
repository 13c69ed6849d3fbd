/// Why an order waits for a person.
public enum HeldReason: String, Sendable, Hashable, Codable, CaseIterable {
    /// More than the item's maximum.
    case quantity
    /// The same person ordered the same item a few days ago.
    case duplicate
    case unreadable
    /// An e-mail address that a mail server may not take.
    case mailAddress = "mail-address"
    /// Can't be set on the label.
    case unprintable
    /// Would arrive after the item's last day.
    case tooLate = "too-late"
    /// The item needs an imprint and the campaign has none.
    case imprint
    case returnedAddress = "returned-address"
    /// A person said so.
    case manual
}
