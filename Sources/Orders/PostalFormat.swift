/// A format of the post, `large-letter`: at most so long, wide, thick and heavy.
public struct PostalFormat: Sendable, Hashable {
    /// What tables call it: `large-letter`.
    public var name: String
    /// The longer side, in millimetres.
    public var length: Double
    /// The shorter side, in millimetres.
    public var width: Double
    /// In millimetres.
    public var thickness: Double
    /// The most that each of its weight bands takes, in grams, rising; the last is the most that the format takes.
    public var bands: [Int]

    public init(name: String, length: Double, width: Double, thickness: Double, bands: [Int]) {
        self.name = name
        self.length = length
        self.width = width
        self.thickness = thickness
        self.bands = bands
    }

    /// `large letter`.
    public var inWords: String { Self.words(of: name) }

    /// `large letter` of `large-letter`.
    public static func words(of name: String) -> String {
        String(name.map { $0 == "-" || $0 == "_" ? " " : $0 })
    }
}

/// What a packet is packed in: an envelope, which is as thick as what is in it, or a carton, which is as thick empty as
/// full.
public struct Packaging: Sendable, Hashable {
    /// What the catalogue calls it: `c4`.
    public var name: String
    /// What people at the table call it: `C4 envelope`.
    public var title: String
    /// The longer side on the outside, in millimetres.
    public var length: Double
    /// The shorter side on the outside, in millimetres.
    public var width: Double
    /// What its own walls add to what is in it, in millimetres.
    public var thickness: Double
    /// The thickest that goes in, in millimetres.
    public var holds: Double
    /// In grams.
    public var weightGrams: Double
    /// The heaviest that goes in, in grams; nil: it bears whatever the post takes.
    public var holdsGrams: Double?
    /// Whether it is a carton: as thick as it is when full, whatever is in it.
    public var isRigid: Bool

    public init(
        name: String, title: String, length: Double, width: Double, thickness: Double, holds: Double,
        weightGrams: Double, holdsGrams: Double? = nil, isRigid: Bool = false
    ) {
        self.name = name
        self.title = title
        self.length = length
        self.width = width
        self.thickness = thickness
        self.holds = holds
        self.weightGrams = weightGrams
        self.holdsGrams = holdsGrams
        self.isRigid = isRigid
    }

    /// The thickest contents with which it goes as this format, in millimetres; nil if it never does.
    public func mostContents(as format: PostalFormat) -> Double? {
        guard max(length, width) <= max(format.length, format.width),
            min(length, width) <= min(format.length, format.width)
        else { return nil }
        if isRigid { return holds + thickness <= format.thickness ? holds : nil }
        let most = min(holds, format.thickness - thickness)
        return most > 0 ? most : nil
    }
}
