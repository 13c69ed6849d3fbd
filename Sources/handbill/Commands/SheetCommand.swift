import ArgumentParser
import Foundation
import Fulfilment
import Orders
import Press
import Settings
import Templates

struct SheetCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "sheet", abstract: "Know the label sheets, and measure the printer before it spoils one.",
        discussion: """
            Which sheet is in the box:     handbill sheet list
            Does it fit, with this printer: handbill sheet outline L7159 --output - > outline.pdf
            How far is the printer off:    handbill sheet ruler --output - > ruler.pdf

            Print both on plain paper, at their actual size.
            """,
        subcommands: [List.self, Ruler.self, Outline.self])

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "List the label sheets: the built-in ones, and those of sheets.directory.",
            discussion: """
                The one that batches are closed for is marked with a star (sheets.labels). A sheet whose labels have no \
                room for what the settings put on them, a barcode for one, says why.
                """)
        @OptionGroup var common: CommonOptions
        @OptionGroup var listing: ListingOptions

        struct Row: Encodable {
            var name: String
            var aliases: [String]
            var description: String
            var labels: Int
            var columns: Int
            var rows: Int
            var widthMillimetres: Double
            var heightMillimetres: Double
            var page: String
            var isDefault: Bool
            /// Why its labels can't show what the settings put on them; empty if they can.
            var problems: [String]

            init(_ sheet: LabelSheet, isDefault: Bool, problems: [String]) {
                let geometry = sheet.geometry
                (name, aliases, description) = (sheet.name, sheet.aliases, sheet.description)
                (labels, columns, rows) = (geometry.perSheet, geometry.columns, geometry.rows)
                (widthMillimetres, heightMillimetres) = (geometry.labelWidth, geometry.labelHeight)
                page = geometry.page.inWords
                self.isDefault = isDefault
                self.problems = problems
            }
        }

        func run() async throws {
            let house = try House(common)
            let standard = try house.sheet(named: house.settings.sheets.labels).name
            let sheets = try house.sheets().sheets
            let press = try house.makePress()
            var rows: [Row] = []
            for sheet in sheets.prefix(listing.limit ?? sheets.count) {
                let problems =
                    if let content = house.settings.labelContent {
                        try await press.problems(showing: content, on: sheet.geometry)
                    } else {
                        [String]()
                    }
                rows.append(Row(sheet, isDefault: sheet.name == standard, problems: problems))
            }
            await press.close()
            if listing.json { return try JSONOutput.write(rows) }
            var table = Table(["", "name", "also", "labels", "each, mm", "page", "what"], numeric: [3])
            for row in rows {
                table.add([
                    row.isDefault ? "*" : "", row.name, row.aliases.joined(separator: ", "), String(row.labels),
                    "\(row.widthMillimetres.short) × \(row.heightMillimetres.short)", row.page, row.description,
                ])
            }
            try table.write()
            for row in rows where !row.problems.isEmpty {
                StandardError.line("\(row.name): " + row.problems.joined(separator: "; "))
            }
        }
    }

    struct Ruler: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Make the page that measures a printer, or turn what was measured into settings.",
            discussion: """
                Print the page at its actual size, on plain paper, in the tray that the labels will lie in. Measure \
                with a ruler what the page tells you to, and hand the four numbers back:

                  handbill sheet ruler --measured 20.5,19.4,169.6,257.2

                It answers with the line for handbill.yaml. With the printer's name the page is printed corrected:

                  handbill sheet ruler --profile Desk --output - > ruler.pdf
                """)
        @OptionGroup var common: CommonOptions
        @OptionGroup var target: SheetTarget
        @Option(help: "The paper: A4, A3, A5, Letter or SRA3. The default is that of the order sheets.")
        var paper: String?
        @Option(
            name: .long,
            help: ArgumentHelp("Print it on this printer, corrected by its profile if it has one.", valueName: "name"))
        var printer: String?
        @Option(
            parsing: .unconditional,
            help: ArgumentHelp("What was measured, in millimetres: A,B,C,D.", valueName: "a,b,c,d"),
            transform: Measured.init(typed:))
        var measured: Measured?

        func validate() throws {
            if printer != nil, measured != nil || target.output != nil {
                throw ValidationError("--printer prints the page: leave out --measured and --output")
            }
            if let paper, PaperSize(named: paper) == nil {
                throw ValidationError("there is no paper \(paper); there are \(PaperSize.names)")
            }
        }

        func run() async throws {
            let house = try House(common)
            let paper =
                paper.flatMap { PaperSize(named: $0) } ?? OrderPaper(named: house.settings.sheets.orders.rawValue)?
                .sheet
                ?? .a4
            if let name = printer { return try await print(on: name, paper, house) }
            let printer = try target.profile(house)
            if let measured { return try say(measured, on: paper, with: printer, house) }
            let press = try house.makePress()
            try target.write(
                try await press.ruler(
                    on: paper, printer: target.profile, for: printer, as: target.format,
                    created: Listing.time(house.clock.now)),
                as: "ruler")
        }

        /// Prints the ruler with the profile that counts for everything that is printed there.
        private func print(on name: String, _ paper: PaperSize, _ house: House) async throws {
            let known = target.profile ?? (house.settings.sheets.printers[name] == nil ? nil : name)
            let profile = try known.map(house.knownPrinter)?.profile ?? PrinterProfile()
            let bytes = try await house.makePress().ruler(
                on: paper, printer: known, for: profile, as: target.format, created: Listing.time(house.clock.now))
            try await house.printPage(bytes, as: target.format, on: paper, title: "Handbill ruler", printer: name)
        }

        private func say(
            _ measured: Measured, on paper: PaperSize, with current: PrinterProfile, _ house: House
        ) throws {
            var profile = PrinterProfile(measured: measured.values, on: paper, with: current)
            profile.right = profile.right.rounded(to: 100)
            profile.down = profile.down.rounded(to: 100)
            profile.scaleX = profile.scaleX.rounded(to: 10_000)
            profile.scaleY = profile.scaleY.rounded(to: 10_000)
            guard abs(profile.right) <= 20, abs(profile.down) <= 20, (0.9...1.1).contains(profile.scaleX),
                (0.9...1.1).contains(profile.scaleY)
            else {
                throw Failure(
                    .data,
                    "no printer is that far off on \(paper.inWords): \(Settings.Printer(profile: profile).asYAML)",
                    hint: "was the page printed at its actual size? Are the numbers A,B,C,D in millimetres?")
            }
            let name = target.profile ?? "Desk"
            var printer = target.profile.flatMap { house.settings.sheets.printers[$0] } ?? Settings.Printer()
            printer.profile = profile
            if profile.isNeutral { return StandardError.line("the printer is exact: it needs no profile") }
            try StandardOutput.line("sheets:\n  printers:\n    \(name): \(printer.asYAML)")
            StandardError.line(
                "write this into handbill.yaml"
                    + (target.profile == nil ? ", with your printer's name for Desk" : " in place of what is there")
                    + "; then look once more: handbill sheet ruler"
                    + (self.paper.map { " --paper \($0)" } ?? "") + " --profile \(name)")
        }
    }

    struct Outline: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Make a page with the outlines of a sheet's labels and their numbers.",
            discussion: """
                Print it on plain paper at its actual size and hold it against a sheet, to the light: that spoils no \
                label. The numbers are what --start-at of 'print' counts.

                Example: handbill sheet outline L7163 --profile Desk --output - > outline.pdf
                """)
        @OptionGroup var common: CommonOptions
        @OptionGroup var target: SheetTarget
        @Argument(help: "The label sheet. The default is that of the settings.") var sheet: String?

        func run() async throws {
            let house = try House(common)
            let geometry = try sheet.map(house.chosenSheet) ?? house.sheet(named: house.settings.sheets.labels)
            let (press, printer) = (try house.makePress(), try target.profile(house))
            let bytes = try await press.outline(
                of: geometry, for: printer, as: target.format, created: Listing.time(house.clock.now))
            try target.write(bytes, as: "outline-\(geometry.name)")
        }
    }
}
