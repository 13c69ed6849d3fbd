public import Orders

/// Makes a batch's papers: labels, order sheets, pick list and the page of changes, as PDF and PostScript.
///
/// The layout is a value (`Page`) and the painters only draw it, so that both formats show the same. The same snapshot
/// on the same sheet (and, for the page of changes, the same changes) gives the same bytes, in every process, locale
/// and time zone, as long as the fonts are the same.
///
/// A press has a thread and fonts of its own; it can be used from anywhere, and several of them work side by side.
public actor Press {
    /// The family that it sets papers in.
    public nonisolated let font: String
    private let library: FontLibrary
    private let thread = PressThread()
    /// Made on the press's own thread, with the first work.
    private var typesetter: Typesetter?

    public nonisolated var unownedExecutor: UnownedSerialExecutor {
        thread.asUnownedSerialExecutor()
    }

    /// A press that sets its papers in this family, with Noto Sans for the scripts that it lacks.
    ///
    /// - Throws: `PressError.noFont`, or `.fontLacks` if it lacks letters that every paper needs.
    public init(font family: String = "Noto Sans") throws(PressError) {
        self.init(library: try FontLibrary(family: family), font: family)
    }

    init(library: FontLibrary, font: String) {
        (self.library, self.font) = (library, font)
    }

    deinit {
        thread.stop()
    }

    /// A paper of the batch, as a whole file.
    ///
    /// - Parameters:
    ///   - labels: another label sheet than the snapshot's.
    ///   - changes: what has changed since the batch was closed; only the paper `changes` shows it.
    /// - Throws: `PressError.sheet` for a geometry with problems, `.unprintable` with every packet whose address can't
    ///   be set on it, `.unknownPaper`, `.library`.
    public func render(
        _ document: DocumentName, of snapshot: BatchSnapshot, on labels: SheetGeometry? = nil, as format: PaperFormat,
        changes: [BatchChange] = []
    ) throws(PressError) -> [UInt8] {
        let type = try ready()
        let sheet = labels ?? snapshot.papers.labels
        let title = PaperTitle(document, of: snapshot, on: sheet)
        switch document {
        case .labels:
            let problems = sheet.problems()
            guard problems.isEmpty else { throw .sheet(name: sheet.name, problems: problems) }
            let layout = LabelLayout(snapshot, on: sheet)
            let painter = try Painter(format, size: sheet.page, title: title, type: type)
            var unprintable: [Int] = []
            for index in 0..<layout.count {
                let page = layout.page(index, with: type, unprintable: &unprintable)
                if unprintable.isEmpty { painter.draw(page) }
            }
            guard unprintable.isEmpty else { throw .unprintable(packets: unprintable, sheet: sheet.name) }
            return try painter.finish()
        case .orders:
            let painter = try Painter(format, size: paper(of: snapshot), title: title, type: type)
            OrderSheetLayout(snapshot, on: try paper(of: snapshot), with: type).forEachPage(painter.draw)
            return try painter.finish()
        case .picklist:
            let painter = try Painter(format, size: paper(of: snapshot), title: title, type: type)
            PickListLayout(snapshot, on: try paper(of: snapshot), with: type).pages().forEach(painter.draw)
            return try painter.finish()
        case .changes:
            let painter = try Painter(format, size: paper(of: snapshot), title: title, type: type)
            ChangesLayout(changes, in: snapshot, on: try paper(of: snapshot), with: type).pages()
                .forEach(painter.draw)
            return try painter.finish()
        }
    }

    /// Whether these lines can be set as the address on a label of this sheet, and in what size.
    ///
    /// - Parameter parts: how many packets the order takes; beside the address stands "1 of 12".
    /// - Throws: `PressError` if the fonts can't be used: that says nothing about the address.
    public func fit(_ lines: [String], parts: Int = 1, on sheet: SheetGeometry) throws(PressError) -> Fit {
        let type = try ready()
        do throws(LabelSetting.Problem) {
            let area = LabelArea(of: sheet)
            let setting = try LabelSetting(lines: lines, mark: LabelMark.widest(ofParts: parts), on: area, with: type)
            return .fits(points: setting.points)
        } catch {
            switch error {
            case .missing(let characters):
                let names = Array(Set(characters)).sorted().map(codePoint)
                return .missingGlyph(reason: "no font has " + names.joined(separator: ", "))
            case .tooLong:
                return .tooLong
            }
        }
    }

    /// The same for many addresses at once, which spares a change of threads for each.
    public func fit(
        all addresses: [(lines: [String], parts: Int)], on sheet: SheetGeometry
    ) throws(PressError) -> [Fit] {
        var fits: [Fit] = []
        for (lines, parts) in addresses { fits.append(try fit(lines, parts: parts, on: sheet)) }
        return fits
    }

    /// Gives the fonts back and ends the thread. A press that is used again begins anew.
    public func close() {
        typesetter = nil
        thread.stop()
    }

    private func ready() throws(PressError) -> Typesetter {
        if let typesetter { return typesetter }
        let made = try Typesetter(library)
        typesetter = made
        return made
    }

    private func paper(of snapshot: BatchSnapshot) throws(PressError) -> PaperSize {
        guard let paper = PaperSize(named: snapshot.papers.orders) else {
            throw .unknownPaper(name: snapshot.papers.orders)
        }
        return paper
    }
}
