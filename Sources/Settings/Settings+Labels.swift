public import Orders

extension Settings {
    /// What labels show beside the address; nil for nothing.
    public var labelContent: LabelContent? {
        let barcode: LabelContent.Barcode? =
            switch sheets.barcode {
            case .none: nil
            case .rm4scc: .rm4scc
            case .mailmark: sheets.mailmark.map { .mailmark(contract: $0) }
            }
        let content = LabelContent(
            barcode: barcode, qr: sheets.qr, sender: sheets.sender ? campaign.outside : [])
        return content == LabelContent() ? nil : content
    }
}
