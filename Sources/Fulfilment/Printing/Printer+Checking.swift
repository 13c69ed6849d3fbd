public import Orders
public import Press
public import Wire

extension Printer {
    /// Asks how the printer is and what it has.
    ///
    /// - Throws: `PrintProblem`; for an unknown printer, with the name that may be meant.
    public func describe() async throws -> PrintQueue {
        try await Self.describe(place)
    }

    /// Asks how a printer is and what it has.
    public static func describe(_ place: Place) async throws -> PrintQueue {
        do {
            return try await onThread { try PrintConnection(to: place.server).queue(place.queue) }
        } catch var problem as PrintProblem {
            if let near = place.queue.nearest(in: problem.known) { problem.hint = "did you mean \(near)?" }
            throw problem
        }
    }

    /// Asks whether these papers can be printed now; nothing is sent.
    ///
    /// - Returns: as what they can be sent.
    /// - Throws: `PrintProblem`.
    public func check(
        _ documents: [DocumentName], of snapshot: BatchSnapshot, _ way: Papers.Way, as format: PaperFormat? = nil
    ) async throws -> PaperFormat {
        let queue = try await describe()
        let subject = "the printer \(queue.name)"
        if queue.state == .stopped || !queue.isAccepting {
            throw PrintProblem(
                .notReady, subject, "\(queue.condition); nothing was sent",
                hint: queue.hint.map { "\($0); then try again" })
        }
        for document in documents {
            let media = media(of: document, in: snapshot, way)
            guard queue.takes(media) else {
                throw PrintProblem(
                    .unsupported, subject, "has no paper \(media.name) for \(document.rawValue)",
                    hint: "it has \(queue.media.prefix(6).joined(separator: ", ")); write another --labels, or take "
                        + "another printer")
            }
            if let tray = tray(of: document), !queue.trays.isEmpty, !queue.trays.contains(tray) {
                throw PrintProblem(
                    .unsupported, subject, "has no tray \(tray)",
                    hint: "it has \(queue.trays.joined(separator: ", ")): tray and labelTray in sheets.printers")
            }
        }
        let formats = format.map { [$0] } ?? [.pdf, .ps]
        guard let chosen = formats.first(where: { queue.formats.contains($0.mime.rawValue) }) else {
            throw PrintProblem(
                .unsupported, subject, "takes no \(formats[0].rawValue.uppercased())",
                hint: format == nil ? nil : "leave out --format")
        }
        return chosen
    }

    func media(of document: DocumentName, in snapshot: BatchSnapshot, _ way: Papers.Way) -> PrintMedia {
        let size =
            document == .labels
            ? (way.printing.labels ?? snapshot.papers.labels).page : PaperSize(named: snapshot.papers.orders) ?? .a4
        return PrintMedia(width: size.width, height: size.height)
    }

    func tray(of document: DocumentName) -> String? {
        document == .labels ? place.labelTray ?? place.tray : place.tray
    }
}

extension PaperFormat {
    var mime: PrintDocument.Format {
        switch self {
        case .pdf: .pdf
        case .ps: .ps
        }
    }
}
