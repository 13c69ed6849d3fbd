/// An invented address, with its postcode as a person writes it.
struct SamplePlace {
    private(set) var lines: [String] = []
    private(set) var town = ""
    private(set) var postcode = ""
    private(set) var country: String?

    init() {}

    init(_ dice: inout Dice) {
        let street = "\(dice.pick(Self.beginnings))\(dice.pick(Self.endings)) \(dice.pick(Self.ways))"
        lines = ["\(dice.roll(1...240)) \(street)"]
        if dice.happens(30) { lines.insert("Flat \(dice.roll(1...40)), \(dice.pick(Self.houses))", at: 0) }
        if dice.happens(20) { lines.append(dice.pick(Self.quarters)) }
        switch dice.roll(1...100) {
        case ...88: british(&dice)
        case ...90: crown(&dice)
        case ...92: forces(&dice)
        case 93: (town, postcode) = ("Gibraltar", "GX11 1AA")
        case ...98: irish(&dice)
        default: (town, postcode, country) = ("Utrecht", "3511 AB", "NL")
        }
        if dice.happens(25) { postcode = postcode.lowercased().filter { $0 != " " } }
    }

    private mutating func british(_ dice: inout Dice) {
        let area = dice.pick(Self.areas)
        (town, postcode) = (area.town, "\(area.letters)\(dice.roll(1...29)) \(Self.inward(&dice))")
    }

    private mutating func crown(_ dice: inout Dice) {
        let area = dice.pick([("JE", "St Helier"), ("GY", "St Peter Port"), ("IM", "Douglas")])
        (town, postcode) = (area.1, "\(area.0)\(dice.roll(1...9)) \(Self.inward(&dice))")
    }

    private mutating func forces(_ dice: inout Dice) {
        lines = ["\(dice.roll(1...40)) Example Regiment"]
        (town, postcode) = ("", "BFPO \(dice.roll(1...200))")
    }

    private mutating func irish(_ dice: inout Dice) {
        let keys = [("D02", "Dublin"), ("D6W", "Dublin"), ("F91", "Sligo"), ("H91", "Galway"), ("T12", "Cork")]
        let key = dice.pick(keys)
        let letter = dice.pick(Array("ACDEFHKNPRTVWXY"))
        (town, postcode) = (key.1, "\(key.0) \(letter)\(dice.roll(100...999))")
    }

    /// A digit and two letters of those that inward codes have.
    private static func inward(_ dice: inout Dice) -> String {
        let letters = Array("ABDEFGHJLNPQRSTUWXYZ")
        return "\(dice.roll(0...9))\(dice.pick(letters))\(dice.pick(letters))"
    }

    /// Hundreds of street names, as real addresses seldom share one.
    private static let beginnings = [
        "Ald", "Birch", "Bram", "Cold", "Copper", "Elder", "Fern", "Gold", "Hart", "Hazel", "Kirk", "Lang", "Lin",
        "Marsh", "Mill", "Moss", "Oak", "Red", "Stan", "Thorn", "Wal", "West", "Whit", "Wood",
    ]
    private static let endings = [
        "acre", "bank", "beech", "brook", "burn", "combe", "croft", "dale", "den", "field", "ford", "gate", "grove",
        "ham", "holme", "hurst", "ley", "mere", "ridge", "stead", "ton", "wick", "worth", "yard",
    ]
    private static let ways = ["Avenue", "Close", "Court", "Lane", "Road", "Street", "Walk", "Way"]
    private static let houses = ["Foundry Wharf", "Owl Hall", "Shuttle Mill", "Spindle Court"]
    private static let quarters = ["Fallowfield", "Harehills", "Headingley", "Old Trafford", "Rusholme"]
    private static let areas: [(letters: String, town: String)] = [
        ("AB", "Aberdeen"), ("B", "Birmingham"), ("BS", "Bristol"), ("BT", "Belfast"), ("CF", "Cardiff"),
        ("E", "London"), ("EH", "Edinburgh"), ("G", "Glasgow"), ("HU", "Hull"), ("L", "Liverpool"), ("LE", "Leicester"),
        ("LL", "Llandudno"), ("LS", "Leeds"), ("M", "Manchester"), ("N", "London"), ("NE", "Newcastle upon Tyne"),
        ("NG", "Nottingham"), ("PL", "Plymouth"), ("S", "Sheffield"), ("SA", "Swansea"), ("SE", "London"),
        ("SO", "Southampton"), ("SW", "London"), ("YO", "York"),
    ]
}
