extension Postcode {
    /// The letters that a British postcode may begin with: the 126 areas, among them BF (forces), BX (banks) and the
    /// Crown dependencies, and XX (retail returns). From GOV.UK Notify's `uk-postcode-zones.txt`.
    static let areas: [Substring] = """
        AB AL B BA BB BD BF BH BL BN BR BS BT BX CA CB CF CH CM CO CR CT CV CW DA DD DE DG DH DL DN DT DY E EC EH EN \
        EX FK FY G GL GU GY HA HD HG HP HR HS HU HX IG IM IP IV JE KA KT KW KY L LA LD LE LL LN LS LU M ME MK ML N NE \
        NG NN NP NR NW OL OX PA PE PH PL PO PR RG RH RM S SA SE SG SK SL SM SN SO SP SR SS ST SW SY TA TD TF TN TQ TR \
        TS TW UB W WA WC WD WF WN WR WS WV YO ZE XX
        """.split(separator: " ")

    /// Whether one or two capital letters are an area.
    static func isArea(_ first: UInt8, _ second: UInt8?) -> Bool {
        guard first.isASCIIUppercase, second?.isASCIIUppercase ?? true else { return false }
        return knownAreas[place(first, second)]
    }

    private static let knownAreas: [Bool] = {
        var known = [Bool](repeating: false, count: 26 * 27)
        for area in areas {
            known[place(area.utf8.first ?? 0, area.utf8.dropFirst().first)] = true
        }
        return known
    }()

    private static func place(_ first: UInt8, _ second: UInt8?) -> Int {
        Int(first - UInt8(ascii: "A")) * 27 + (second.map { Int($0 - UInt8(ascii: "A")) + 1 } ?? 0)
    }
}
