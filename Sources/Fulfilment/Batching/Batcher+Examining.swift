import Orders
import Press
import Store

extension Batcher {
    /// Tells the orders that can go into a batch from those that can't: what intake judged by the day and the catalogue
    /// is judged anew, and each label is set.
    func examine(
        _ orders: [PlacedOrder], with press: Press
    ) async throws -> (good: [PlacedOrder], refused: [HeldBack]) {
        let rules = rules(on: clock.today)
        let sheet = plan.papers.labels
        var packer = Packer(catalogue: plan.catalogue, postage: plan.postage(on: clock.today))
        let labels = orders.map { placed in
            let order = placed.order
            return (
                lines: order.address.printedLines(name: order.name),
                parts: packer.packings(of: order.lines, isAbroad: order.address.isAbroad).count
            )
        }
        var good: [PlacedOrder] = []
        var refused: [HeldBack] = []
        let content = plan.papers.content
        let fits = try await press.fit(all: labels, on: sheet, showing: content ?? LabelContent())
        for (placed, fit) in zip(orders, fits) {
            var reasons = rules.reasonsToHold(placed.order.lines)
            if reasons.contains(.tooLate), try await wasReleasedTooLate(placed) {
                reasons.removeAll { $0 == .tooLate }
            }
            var notes = reasons.map(Self.note)
            switch fit {
            case .fits: break
            case .tooLong:
                notes.append(
                    "the address is too long for a label of \(sheet.name)"
                        + (content == nil
                            ? "" : " beside what else it shows (sheets.barcode, sheets.qr, sheets.sender)"))
            case .missingGlyphs(let missing): notes.append(Self.words(for: missing, of: placed))
            }
            if notes.count > reasons.count { reasons.append(.unprintable) }
            if reasons.isEmpty {
                good.append(placed)
            } else {
                refused.append((placed.reference, reasons, notes.joined(separator: "; ")))
            }
        }
        return (good, refused)
    }

    /// Whether a person let it go although it was too late already: then it isn't held for that again.
    private func wasReleasedTooLate(_ placed: PlacedOrder) async throws -> Bool {
        let releases = try await store.history(of: placed.reference).filter { $0.what.hasPrefix("released") }
        guard let last = releases.last else { return false }
        return rules(on: clock.date(at: last.at)).reasonsToHold(placed.order.lines).contains(.tooLate)
    }

    private func rules(on day: LocalDate) -> Rules {
        Rules(
            catalogue: plan.catalogue, today: day, calendar: plan.calendar,
            campaignHasImprint: plan.campaign.imprint != nil)
    }

    /// Which characters no font has, in which line, and what helps; without a word of the address.
    private static func words(for missing: [MissingGlyphs], of placed: PlacedOrder) -> String {
        let order = placed.order
        let lines = missing.map { glyphs in
            let field = order.address.field(ofPrintedLine: glyphs.line, name: order.name)
            return (
                field, "\(glyphs.characters.joined(separator: ", ")) in \(field), line \(glyphs.line + 1) of the label"
            )
        }
        let amendment = lines.map { "\($0.0)=…" }.joined(separator: " ")
        return "no font has " + lines.map(\.1).joined(separator: "; ")
            + ": name one that has it in sheets.font, or write it otherwise: handbill order amend \(placed.reference) "
            + amendment
    }

    private static func note(_ reason: HeldReason) -> String {
        switch reason {
        case .tooLate: "it would arrive after the last day of an item"
        case .imprint: "an item needs the campaign's imprint, and campaign.imprint is not set"
        default: reason.rawValue
        }
    }
}
