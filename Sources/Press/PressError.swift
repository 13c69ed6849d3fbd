import Orders

/// Why the press can't make a paper. None of them names a person or an address.
public enum PressError: Error, Sendable, Hashable {
    /// The font's family is not installed.
    case noFont(family: String)
    /// The font is installed but lacks characters that every paper needs.
    case fontLacks(family: String, characters: String)
    /// The sheet's geometry can't be printed on; each problem is a sentence.
    case sheet(name: String, problems: [String])
    /// Labels of this sheet are too small for what they are to show; each problem is a sentence.
    case content(sheet: String, problems: [String])
    /// The snapshot asks for paper that isn't known.
    case unknownPaper(name: String)
    /// These packets' addresses can't be set on this sheet's labels.
    case unprintable(packets: [Int], sheet: String)
    /// The printer's profile moves text off the paper; each problem is a sentence.
    case profile(problems: [String])
    /// There is no such page, from 1, of so many.
    case noPage(Int, of: Int)
    /// There is no such label on a sheet of so many.
    case noLabel(Int, of: Int, sheet: String)
    /// The file could not be written; what the system says.
    case unwritable(String)
    /// A library refused; what it said.
    case library(String)
}

extension PressError: CustomStringConvertible {
    /// What is wrong, why, and what would help.
    public var description: String {
        switch self {
        case .noFont(let family):
            "the font \"\(family)\" is not installed; install fonts-noto-core, or name another with sheets.font"
        case .fontLacks(let family, let characters):
            "the font \"\(family)\" lacks \(characters), which the papers need; name another with sheets.font"
        case .sheet(let name, let problems):
            "the label sheet \(name) can't be printed on: " + problems.joined(separator: "; ")
        case .content(_, let problems):
            problems.joined(separator: "; ")
                + "; take a larger label (sheets.labels, or print --labels), or show less: sheets.barcode, sheets.qr, "
                + "sheets.sender"
        case .unknownPaper(let name):
            "there is no paper \"\(name)\"; there are " + OrderPaper.names.joined(separator: ", ")
        case .unprintable(let packets, let sheet):
            "the address of packet \(packets.map(String.init).joined(separator: ", ")) can't be set on a label of "
                + "\(sheet) at 8 pt or with the fonts installed; take a larger label, or install the fonts"
        case .profile(let problems): problems.joined(separator: "; ")
        case .noPage(let number, let count): "there is no sheet \(number); the paper has \(count)"
        case .noLabel(let number, let count, let sheet): "a sheet \(sheet) has no label \(number); it has \(count)"
        case .unwritable(let said): "the paper could not be written: \(said)"
        case .library(let said):
            "the paper could not be drawn: \(said)"
        }
    }
}
