import Orders

/// What a finished file says about itself. Only the PDF carries words of the campaign: PostScript's comments are read
/// by spoolers, which are easily confused, so nothing that a person wrote stands in them.
struct PaperTitle {
    /// `Labels, batch 2026-12-17-1`.
    var title: String
    /// The campaign's name.
    var author: String
    /// `24 packets on L7159`.
    var subject: String
    /// The time of the batch's closing, `2026-12-17T16:00:00Z`: nothing in a file depends on the day of its printing.
    var created: String

    /// Of a paper that belongs to no batch.
    ///
    /// - Parameter created: RFC 3339.
    init(title: String, subject: String, created: String) {
        (self.title, self.subject, self.created) = (title, subject, created)
        author = "Handbill"
    }

    init(_ document: DocumentName, of snapshot: BatchSnapshot, on sheet: SheetGeometry) {
        let packets = snapshot.packets.count == 1 ? "1 packet" : "\(snapshot.packets.count) packets"
        switch document {
        case .labels: (title, subject) = ("Labels", "\(packets) on \(sheet.name)")
        case .orders: (title, subject) = ("Order sheets", packets)
        case .picklist: (title, subject) = ("Pick list", packets)
        case .changes: (title, subject) = ("Changes", packets)
        }
        title += ", batch \(snapshot.id)"
        author = Typesetter.singleLine(snapshot.campaign.name)
        created = Self.written(snapshot.closedAt)
    }

    /// RFC 3339, in UTC.
    private static func written(_ seconds: Int64) -> String {
        let day = Int((Double(seconds) / 86_400).rounded(.down))
        let second = Int(seconds) - day * 86_400
        func two(_ number: Int) -> String { (number < 10 ? "0" : "") + String(number) }
        return "\(LocalDate(dayNumber: day))T\(two(second / 3600)):\(two(second / 60 % 60)):\(two(second % 60))Z"
    }
}
