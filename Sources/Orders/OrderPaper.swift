/// What order sheets are laid on, and with them the pick list and the page of changes.
public struct OrderPaper: Sendable, Hashable {
    /// The paper in the printer, upright. Pick list and changes take all of it.
    public var sheet: PaperSize
    /// Whether order sheets stand two to a sheet, side by side on the paper laid across, to be cut in the middle.
    public var isHalved: Bool

    /// The names that settings may use.
    public static let names = PaperSize.named.map(\.name) + ["A5x2"]

    /// The paper with this name, in upper or lower case; nil for a name that isn't known.
    public init?(named name: String) {
        if name.lowercased() == "a5x2" {
            (sheet, isHalved) = (.a4, true)
        } else if let size = PaperSize(named: name) {
            (sheet, isHalved) = (size, false)
        } else {
            return nil
        }
    }

    /// The printed page of order sheets: wider than high where they are halved.
    public var page: PaperSize {
        isHalved ? PaperSize(width: sheet.height, height: sheet.width) : sheet
    }

    /// One order sheet, once it is cut.
    public var orderSheet: PaperSize {
        isHalved ? PaperSize(width: sheet.height / 2, height: sheet.width) : sheet
    }
}
