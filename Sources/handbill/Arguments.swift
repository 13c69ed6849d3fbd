public import ArgumentParser
import Fulfilment
public import Orders
public import Press
public import Store

// Values of other rooms that stand on the command line by their raw values.

extension OrderState: ExpressibleByArgument {}
extension ReturnReason: ExpressibleByArgument {}
extension PaperFormat: ExpressibleByArgument {}
extension APIToken.Scope: ExpressibleByArgument {}

/// What `print` writes papers as: whole files of the press, or pictures of their pages.
enum PrintedFormat: String, Hashable, CaseIterable, ExpressibleByArgument {
    case pdf
    case ps
    case png

    /// nil for pictures.
    var file: PaperFormat? { PaperFormat(rawValue: rawValue) }
}

/// What `print` writes: the papers of the press, and lists.
enum PrintedDocument: String, Hashable, CaseIterable, ExpressibleByArgument {
    case labels
    case orders
    case picklist
    case changes
    /// The plan to post, as CSV for Click & Drop.
    case manifest
    /// The same with everything that is known of each packet.
    case packets
    /// What was posted, as CSV.
    case dispatched

    /// The paper; nil for a list.
    var paper: DocumentName? {
        switch self {
        case .labels: .labels
        case .orders: .orders
        case .picklist: .picklist
        case .changes: .changes
        case .manifest, .packets, .dispatched: nil
        }
    }

    /// The file of the plan to post; nil for everything else.
    var plan: Manifest.File? { Manifest.File(rawValue: rawValue) }
}
