public import Orders

extension Press {
    /// Whether these lines can be set as the address on a label of this sheet, and in what size.
    ///
    /// What it accepts, the labels of a batch can set, whatever number and reference the packets get.
    ///
    /// - Parameters:
    ///   - parts: how many packets the order takes; beside the address stands "1 of 12".
    ///   - content: what else the label shows.
    /// - Throws: `PressError` if the fonts can't be used, or the sheet can't show the content: that says nothing about
    ///   the address.
    public func fit(
        _ lines: [String], parts: Int = 1, on sheet: SheetGeometry, showing content: LabelContent = LabelContent()
    ) throws(PressError) -> Fit {
        try fit(all: [(lines, parts)], on: sheet, showing: content)[0]
    }

    /// The same for many addresses at once, which spares a change of threads for each.
    public func fit(
        all addresses: [(lines: [String], parts: Int)], on sheet: SheetGeometry,
        showing content: LabelContent = LabelContent()
    ) throws(PressError) -> [Fit] {
        try check(content, on: sheet)
        let type = try ready()
        let furniture = LabelFurniture(content, on: sheet, with: type)
        return addresses.map { lines, parts in
            let bars = content.barcode.flatMap { FourStateBars($0, for: lines, packet: .any) }?.states.count ?? 0
            return fit(lines, parts: parts, in: furniture.room(bars: bars), with: type)
        }
    }

    private func fit(_ lines: [String], parts: Int, in room: LabelRoom, with type: Typesetter) -> Fit {
        do throws(LabelSetting.Problem) {
            let mark = LabelMark.widest(ofParts: parts)
            return .fits(points: try LabelSetting(lines: lines, mark: mark, in: room, with: type).points)
        } catch {
            switch error {
            case .missing:
                return .missingGlyphs(
                    lines.enumerated().compactMap { index, line in
                        let names = Set(type.missing(in: line)).sorted().map(codePoint)
                        return names.isEmpty ? nil : MissingGlyphs(line: index, characters: names)
                    })
            case .tooLong:
                return .tooLong
            }
        }
    }

    /// Why labels of this sheet can't show all of this beside an address, each as a sentence; empty if they can.
    public func problems(showing content: LabelContent, on sheet: SheetGeometry) throws(PressError) -> [String] {
        if content == LabelContent() { return [] }
        return LabelFurniture.problems(content, on: sheet, with: try ready())
    }

    /// - Throws: `PressError.content`.
    func check(_ content: LabelContent, on sheet: SheetGeometry) throws(PressError) {
        let problems = try problems(showing: content, on: sheet)
        guard problems.isEmpty else { throw .content(sheet: sheet.name, problems: problems) }
    }
}
