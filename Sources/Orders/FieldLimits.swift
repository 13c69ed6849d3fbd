/// The most characters (Unicode scalars) that a field takes.
///
/// Far above what people write: more is a slip, a file in the wrong columns or an attack. Whether a text fits on the
/// label is the press's question, which sets it smaller first. Address lines and town follow the 100 characters of
/// Royal Mail's Click & Drop.
enum FieldLimits {
    static let id = 200
    static let name = 100
    static let organisation = 200
    static let addressLine = 100
    static let town = 100
    static let postcode = 20
    static let country = 60
    static let note = 1000
    /// The most item lines in one submission.
    static let items = 100
    /// The most address lines that are read at all.
    static let addressLines = 20
}
