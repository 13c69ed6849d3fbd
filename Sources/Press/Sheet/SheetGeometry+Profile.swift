public import Orders

extension SheetGeometry {
    /// What is wrong with printing it by this profile, each as a sentence with the numbers; empty if every label's text
    /// and what stands in the top margin stay on the page.
    public func problems(with profile: PrinterProfile) -> [String] {
        let area = LabelArea(of: self)
        let (first, last) = (origin(ofLabel: 0), origin(ofLabel: perSheet - 1))
        let textTop = first.y + area.marginY
        return profile.problems(
            left: first.x + area.marginX, top: top >= 8 ? min(textTop, min(8, top - 2.5) - 2.5) : textTop,
            right: last.x + labelWidth - area.marginX, bottom: last.y + labelHeight - area.marginY, on: page)
    }
}

extension PrinterProfile {
    /// What is wrong with printing what lies between these edges, in millimetres from the left and the top of the page.
    func problems(left: Double, top: Double, right: Double, bottom: Double, on page: PaperSize) -> [String] {
        // By how much it leaves the page.
        let excess = [
            ("left", -(self.right + left * scaleX)), ("top", -(down + top * scaleY)),
            ("right", self.right + right * scaleX - page.width), ("bottom", down + bottom * scaleY - page.height),
        ]
        return excess.filter { $0.1 > 0.005 }.map { edge, over in
            let tenths = Int((over * 10).rounded(.up))
            return
                "the printer's profile would move text \(tenths / 10).\(tenths % 10) mm over the \(edge) edge; measure "
                + "the printer again: handbill sheet ruler"
        }
    }

    /// The same of a page whose text keeps this margin.
    fileprivate func problems(on page: PaperSize, margin: Double) -> [String] {
        problems(left: margin, top: margin, right: page.width - margin, bottom: page.height - margin, on: page)
    }
}

extension DocumentName {
    /// What is wrong with printing it by this profile, each as a sentence with the numbers; empty if all of its text stays
    /// on the page. `Press` refuses to make a paper for the same reasons.
    ///
    /// - Parameter paper: what order sheets, pick list and changes are laid on; labels don't ask for it.
    public func problems(
        with profile: PrinterProfile, on sheet: SheetGeometry, _ paper: OrderPaper?
    ) -> [String] {
        switch (self, paper) {
        case (.labels, _): sheet.problems(with: profile)
        case (.orders, let paper?) where paper.isHalved:
            profile.problems(on: paper.sheet, margin: OrderSheetLayout.halvedMargin)
        case (_, let paper?): profile.problems(on: paper.sheet, margin: PageFlow.margin)
        case (_, nil): []
        }
    }
}
