/// A size of paper, upright, in millimetres.
public struct PaperSize: Sendable, Hashable, Codable {
    public var width: Double
    public var height: Double

    public init(width: Double, height: Double) {
        self.width = width
        self.height = height
    }

    public static let a4 = PaperSize(width: 210, height: 297)
    public static let a3 = PaperSize(width: 297, height: 420)
    public static let a5 = PaperSize(width: 148, height: 210)
    public static let letter = PaperSize(width: 215.9, height: 279.4)
    /// What print shops cut A3 from.
    public static let sra3 = PaperSize(width: 320, height: 450)

    /// The names that settings and sheet files may use, with what they mean.
    public static let named: [(name: String, size: PaperSize)] = [
        ("A4", a4), ("A3", a3), ("A5", a5), ("Letter", letter), ("SRA3", sra3),
    ]

    /// The paper with this name, in upper or lower case; nil for a name that isn't known.
    public init?(named name: String) {
        guard let found = Self.named.first(where: { $0.name.lowercased() == name.lowercased() }) else { return nil }
        self = found.size
    }
}
