import Orders

extension Press {
    /// What order sheets, pick list and changes are laid on.
    ///
    /// - Throws: `PressError.unknownPaper`.
    func paper(of snapshot: BatchSnapshot) throws(PressError) -> OrderPaper {
        guard let paper = OrderPaper(named: snapshot.papers.orders) else {
            throw .unknownPaper(name: snapshot.papers.orders)
        }
        return paper
    }

    /// The size of a document's pages.
    func size(
        of document: DocumentName, of snapshot: BatchSnapshot, on sheet: SheetGeometry
    ) throws(PressError) -> PaperSize {
        switch document {
        case .labels: sheet.page
        case .orders: try paper(of: snapshot).page
        case .picklist, .changes: try paper(of: snapshot).sheet
        }
    }

    /// How a document's pages lie on the printer's paper. A label sheet that is wider than high is fed as it is.
    func placement(
        of document: DocumentName, of snapshot: BatchSnapshot, on sheet: SheetGeometry, for profile: PrinterProfile
    ) throws(PressError) -> PagePlacement {
        PagePlacement(
            try size(of: document, of: snapshot, on: sheet), profile: profile, turnsWide: document == .orders)
    }

    /// Calls `body` with the printed pages of the order sheets.
    static func orderSheets(
        of snapshot: BatchSnapshot, on paper: OrderPaper, with type: Typesetter, _ body: (Page) -> Void
    ) {
        guard paper.isHalved else {
            return OrderSheetLayout(snapshot, on: paper.sheet, with: type).forEachPage(body)
        }
        // Which page stands beside which isn't known before the last.
        var pages: [Page] = []
        OrderSheetLayout(snapshot, on: paper.orderSheet, margin: OrderSheetLayout.halvedMargin, with: type).forEachPage
        { pages.append($0) }
        CutStack(pages, on: paper.page).sheets().forEach(body)
    }
}
