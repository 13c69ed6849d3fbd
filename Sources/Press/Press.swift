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
    ///   - profile: of the printer that it is for.
    ///   - laying: which pages, in which order, and where the first label goes.
    /// - Throws: `PressError.sheet` for a geometry with problems, `.unprintable` with every packet whose address can't
    ///   be set on it, `.noPage`, `.noLabel`, `.unknownPaper`, `.library`.
    public func render(
        _ document: DocumentName, of snapshot: BatchSnapshot, on labels: SheetGeometry? = nil, as format: PaperFormat,
        changes: [BatchChange] = [], for profile: PrinterProfile = PrinterProfile(), laid laying: Laying = Laying()
    ) throws(PressError) -> [UInt8] {
        let sink = PaperSink()
        try render(
            document, of: snapshot, on: labels, as: format, changes: changes, for: profile, laid: laying, to: sink)
        return sink.bytes
    }

    /// A paper of the batch into an open file, so that a large one is never in memory as a whole. If it throws, a part of
    /// it may have been written.
    ///
    /// - Parameter descriptor: of the file; it stays open.
    /// - Throws: as `render`, and `PressError.unwritable`.
    public func write(
        _ document: DocumentName, of snapshot: BatchSnapshot, on labels: SheetGeometry? = nil, as format: PaperFormat,
        changes: [BatchChange] = [], for profile: PrinterProfile = PrinterProfile(), laid laying: Laying = Laying(),
        to descriptor: Int32
    ) throws(PressError) {
        try render(
            document, of: snapshot, on: labels, as: format, changes: changes, for: profile, laid: laying,
            to: PaperSink(to: descriptor))
    }

    private func render(
        _ document: DocumentName, of snapshot: BatchSnapshot, on labels: SheetGeometry?, as format: PaperFormat,
        changes: [BatchChange], for profile: PrinterProfile, laid laying: Laying, to sink: PaperSink
    ) throws(PressError) {
        let sheet = labels ?? snapshot.papers.labels
        let placement = try placement(of: document, of: snapshot, on: sheet, for: profile)
        let title = PaperTitle(document, of: snapshot, on: sheet)
        let painter = try Painter(format, to: sink, placement, title: title, type: try ready())
        try forEachPage(of: document, of: snapshot, on: sheet, changes: changes, for: profile, laid: laying) {
            painter.draw($0)
        }
        try painter.finish()
    }

    /// The pages of a paper as PNG pictures, one file each.
    ///
    /// - Parameter resolution: dots per inch.
    /// - Throws: as `render`.
    public func pictures(
        of document: DocumentName, of snapshot: BatchSnapshot, on labels: SheetGeometry? = nil,
        resolution: Double = 150, changes: [BatchChange] = [], for profile: PrinterProfile = PrinterProfile(),
        laid laying: Laying = Laying()
    ) throws(PressError) -> [[UInt8]] {
        let type = try ready()
        let sheet = labels ?? snapshot.papers.labels
        let placement = try placement(of: document, of: snapshot, on: sheet, for: profile)
        var pictures: [[UInt8]] = []
        var trouble: PressError?
        try forEachPage(
            of: document, of: snapshot, on: sheet, changes: changes, for: profile, laid: laying
        ) { page in
            guard trouble == nil else { return }
            do throws(PressError) {
                pictures.append(try Picture.png(of: page, resolution: resolution, type: type, placement: placement))
            } catch {
                trouble = error
            }
        }
        if let trouble { throw trouble }
        return pictures
    }

    /// The page that measures a printer.
    ///
    /// - Parameters:
    ///   - printer: whose profile it is; nil for none.
    ///   - created: RFC 3339, for the file's properties.
    public func ruler(
        on paper: PaperSize, printer: String? = nil, for profile: PrinterProfile = PrinterProfile(),
        as format: PaperFormat, created: String
    ) throws(PressError) -> [UInt8] {
        let type = try ready()
        let title = PaperTitle(title: "Ruler", subject: printer ?? "no profile", created: created)
        let sink = PaperSink()
        let painter = try Painter(format, to: sink, PagePlacement(paper, profile: profile), title: title, type: type)
        painter.draw(RulerLayout(on: paper, printer: printer, with: type).page())
        try painter.finish()
        return sink.bytes
    }

    /// The outlines of a sheet's labels, numbered.
    ///
    /// - Parameter created: RFC 3339, for the file's properties.
    /// - Throws: `PressError.sheet` for a geometry or profile with problems.
    public func outline(
        of sheet: SheetGeometry, for profile: PrinterProfile = PrinterProfile(), as format: PaperFormat, created: String
    ) throws(PressError) -> [UInt8] {
        try check(sheet, with: profile)
        let type = try ready()
        let title = PaperTitle(title: "Outline of \(sheet.name)", subject: sheet.name, created: created)
        let sink = PaperSink()
        let placement = PagePlacement(sheet.page, profile: profile)
        let painter = try Painter(format, to: sink, placement, title: title, type: type)
        painter.draw(OutlineLayout(sheet, with: type).page())
        try painter.finish()
        return sink.bytes
    }

    /// The numbers of the packets whose address can't be set on a label of this sheet, of the pages that are wanted.
    public func misfits(
        of snapshot: BatchSnapshot, on sheet: SheetGeometry, laid laying: Laying = Laying()
    ) throws(PressError) -> [Int] {
        let (type, layout) = (try ready(), try LabelLayout(snapshot, on: sheet, startAt: laying.startAt))
        var misfits: [Int] = []
        for index in try laying.indices(of: layout.count) { _ = layout.page(index, with: type, unprintable: &misfits) }
        return misfits
    }

    /// Lays a paper out, page by page, and hands each that is wanted to `body`; none of a paper of labels that can't be
    /// printed whole.
    private func forEachPage(
        of document: DocumentName, of snapshot: BatchSnapshot, on sheet: SheetGeometry, changes: [BatchChange],
        for profile: PrinterProfile, laid laying: Laying, _ body: (Page) -> Void
    ) throws(PressError) {
        try check(document, of: snapshot, on: sheet, for: profile, laid: laying)
        let type = try ready()
        if document == .labels { return try forEachSheet(of: snapshot, on: sheet, laid: laying, body) }
        var kept: [Page] = []
        // A large paper isn't in memory as a whole unless it must be.
        let take: (Page) -> Void = { page in if laying.isPlain { body(page) } else { kept.append(page) } }
        switch document {
        case .labels: break
        case .orders: Self.orderSheets(of: snapshot, on: try paper(of: snapshot), with: type, take)
        case .picklist: PickListLayout(snapshot, on: try paper(of: snapshot).sheet, with: type).pages().forEach(take)
        case .changes:
            ChangesLayout(changes, in: snapshot, on: try paper(of: snapshot).sheet, with: type).pages().forEach(take)
        }
        if !laying.isPlain {
            for index in try laying.indices(of: kept.count) { body(kept[index]) }
        }
    }

    private func forEachSheet(
        of snapshot: BatchSnapshot, on sheet: SheetGeometry, laid laying: Laying, _ body: (Page) -> Void
    ) throws(PressError) {
        let type = try ready()
        let layout = try LabelLayout(snapshot, on: sheet, startAt: laying.startAt)
        var unprintable: [Int] = []
        for index in try laying.indices(of: layout.count) {
            let page = layout.page(index, with: type, unprintable: &unprintable)
            if unprintable.isEmpty || laying.leavesMisfits { body(page) }
        }
        guard unprintable.isEmpty || laying.leavesMisfits else {
            throw .unprintable(packets: unprintable.sorted(), sheet: sheet.name)
        }
    }

    private func check(_ sheet: SheetGeometry, with profile: PrinterProfile) throws(PressError) {
        let problems = sheet.problems()
        guard problems.isEmpty else { throw .sheet(name: sheet.name, problems: problems) }
        try check(profile, for: .labels, on: sheet)
    }

    /// - Throws: `PressError.profile`.
    private func check(
        _ profile: PrinterProfile, for document: DocumentName, on sheet: SheetGeometry, _ paper: OrderPaper? = nil
    ) throws(PressError) {
        let moved = document.problems(with: profile, on: sheet, paper)
        guard moved.isEmpty else { throw .profile(problems: moved) }
    }

    /// Makes sure of what can be known before a page is laid out, so that of several papers none is made for nothing.
    ///
    /// - Throws: `PressError`.
    public func check(
        _ document: DocumentName, of snapshot: BatchSnapshot, on labels: SheetGeometry? = nil,
        for profile: PrinterProfile, laid laying: Laying
    ) throws(PressError) {
        if document == .labels {
            let sheet = labels ?? snapshot.papers.labels
            try check(sheet, with: profile)
            try check(snapshot.papers.content ?? LabelContent(), on: sheet)
            _ = try LabelLayout(snapshot, on: sheet, startAt: laying.startAt)
        } else {
            try check(profile, for: document, on: snapshot.papers.labels, try paper(of: snapshot))
        }
    }

    /// Gives the fonts back and ends the thread. A press that is used again begins anew.
    public func close() {
        typesetter = nil
        thread.stop()
    }

    func ready() throws(PressError) -> Typesetter {
        if let typesetter { return typesetter }
        let made = try Typesetter(library)
        typesetter = made
        return made
    }
}
