extension Settings {
    /// The rows of the section `sheets`.
    static let sheetKeys: [Key<Settings>] = [
        Key("sheets.labels", \.sheets.labels, .name, "The label sheet, by what it says on the box."),
        Key(
            "sheets.orders", \.sheets.orders, .choice,
            "The paper of order sheets and pick lists. A5x2: two order sheets side by side on A4; cut the stack in the "
                + "middle and lay the left pile on the right one."),
        Key(
            "sheets.barcode", \.sheets.barcode, .choice,
            "The bars on labels that Royal Mail's machines read, for British postcodes. rm4scc needs labels 51.9 mm "
                + "wide, mailmark 79.6 or 93.4 mm and a contract: sheets.mailmark."),
        Key(
            "sheets.mailmark", \.sheets.mailmark, .mailmark,
            "What the contract with Royal Mail says; two digits of supplyChain make barcode C, six the longer L."),
        Key("sheets.qr", \.sheets.qr, .flag, "Whether labels show their reference as a QR code too."),
        Key(
            "sheets.sender", \.sheets.sender, .flag,
            "Whether campaign.outside stands at the top of labels, after \"If undelivered please return to\"."),
        Key("sheets.font", \.sheets.font, .text, "The font family of everything printed."),
        Key("sheets.directory", \.sheets.directory, .path, "A folder of label sheets of your own, one YAML file each."),
        Key(
            "sheets.printers", \.sheets.printers,
            .map(
                "a mapping of printers' names to profiles, like {Desk: {right: 0.5, down: -1, reverse: true}}",
                of: .printer),
            "What each printer's output is corrected by ('handbill sheet ruler' measures it), and where it is reached: "
                + "queue, server, tray, labelTray; see docs/printing.md."),
    ]
}
