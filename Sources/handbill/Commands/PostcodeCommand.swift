import ArgumentParser
import Fulfilment
import Orders

struct PostcodeCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "postcode", abstract: "Say what a postcode is and how it sorts.",
        discussion: """
            Exits 65 if one of them is no postcode.

            Example: handbill postcode m90sq 'BFPO 57' d02x285
            """)
    @OptionGroup var common: CommonOptions
    @Argument(help: "Postcodes; one with a space in it wants quotes.") var codes: [String]
    @Flag(name: .long, help: "Print one JSON document.") var json = false

    struct Row: Encodable {
        var input: String
        var valid: Bool
        @OrNull var kind: String?
        @OrNull var formatted: String?
        @OrNull var area: String?
        @OrNull var district: String?
        @OrNull var sector: String?
        @OrNull var unit: String?
        @OrNull var problem: String?
        @OrNull var hint: String?

        init(_ input: String) {
            self.input = input
            switch Postcode.read(input) {
            case .success(let postcode):
                valid = true
                kind = postcode.kind.rawValue
                formatted = postcode.formatted
                area = postcode.area
                district = postcode.district
                sector = postcode.sector
                unit = postcode.unit
            case .failure(let refusal):
                valid = false
                problem = refusal.problem
                hint = refusal.hint
            }
        }
    }

    func run() throws {
        let rows = codes.map(Row.init)
        if json {
            try JSONOutput.write(rows)
        } else {
            var table = Table(["input", "postcode", "kind", "area", "district", "sector", ""])
            for row in rows {
                let remark = [row.problem, row.hint].compactMap(\.self).joined(separator: "; ")
                table.add([row.input, row.formatted, row.kind, row.area, row.district, row.sector, remark])
            }
            try table.write()
        }
        if rows.contains(where: { !$0.valid }) { throw ExitCode(Failure.Code.data.rawValue) }
    }
}
