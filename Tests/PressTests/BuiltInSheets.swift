import Orders
import Settings
import Templates

/// Every geometry of `templates/sheets/`.
enum BuiltInSheets {
    static let all: [SheetGeometry] = {
        let files = Templates.sheets.map { (name: $0.key, text: String(decoding: $0.value, as: UTF8.self)) }
        return (try? SheetLibrary(files: files))?.sheets.map(\.geometry) ?? []
    }()

    /// The one that is too small for codes.
    static let l7651 = all.first { $0.name == "L7651" } ?? .l7159
}

extension LabelContent {
    /// All that a label can show.
    static let everything = LabelContent(
        barcode: .rm4scc, qr: true, sender: ["PO Box 12", "LEEDS LS1 1AA"])
    /// The same where that is too much.
    static let codes = LabelContent(barcode: .rm4scc, qr: true)
    static let rm4scc = LabelContent(barcode: .rm4scc)
}

extension BatchSnapshot {
    func showing(_ content: LabelContent?, on sheet: SheetGeometry = .l7159) -> BatchSnapshot {
        var snapshot = self
        snapshot.papers.content = content
        snapshot.papers.labels = sheet
        return snapshot
    }
}
