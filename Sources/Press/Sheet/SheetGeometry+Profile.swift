public import Orders

extension SheetGeometry {
    /// What is wrong with printing it by this profile, each as a sentence with the numbers; empty if every label's text
    /// stays on the page.
    public func problems(with profile: PrinterProfile) -> [String] {
        let area = LabelArea(of: self)
        let (first, last) = (origin(ofLabel: 0), origin(ofLabel: perSheet - 1))
        // By how much the text of the outermost labels leaves the page.
        let excess = [
            ("left", -(profile.right + (first.x + area.marginX) * profile.scaleX)),
            ("top", -(profile.down + (first.y + area.marginY) * profile.scaleY)),
            ("right", profile.right + (last.x + labelWidth - area.marginX) * profile.scaleX - page.width),
            ("bottom", profile.down + (last.y + labelHeight - area.marginY) * profile.scaleY - page.height),
        ]
        return excess.filter { $0.1 > 0.005 }.map { edge, over in
            let tenths = Int((over * 10).rounded(.up))
            return "the text of labels would lie \(tenths / 10).\(tenths % 10) mm over the page's \(edge) edge"
        }
    }
}
