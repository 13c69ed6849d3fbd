/// What keeps a printer, or soon will: one of IPP's keywords (RFC 8011, 5.4.12, and PWG 5100.9) in a person's words.
public struct PrintReason: Sendable, Hashable {
    /// Without how bad it is: `media-empty`.
    public var keyword: String
    /// Whether nothing comes out before somebody does something.
    public var isTrouble: Bool
    /// "no paper"; the keyword itself where nobody has words for it.
    public var words: String
    /// What to do, as a sentence without a full stop.
    public var hint: String?

    /// "no paper (media-empty)"
    var short: String { words == keyword ? keyword : "\(words) (\(keyword))" }

    /// Reads the keywords of a printer or a job.
    ///
    /// - Parameter message: the printer's own words, for what isn't known here.
    static func all(_ keywords: [String], message: String = "") -> [PrintReason] {
        var reasons = keywords.compactMap(PrintReason.init)
        guard !message.isEmpty, !reasons.contains(where: { $0.isTrouble && $0.keyword != "paused" }) else {
            return reasons
        }
        // Why a queue was stopped only its own words tell.
        if let stopped = reasons.firstIndex(where: { $0.keyword == "paused" }) {
            if message.lowercased() != "paused" { reasons[stopped].words += ": \(message)" }
        } else {
            reasons.append(PrintReason(keyword: message, isTrouble: false, words: message))
        }
        return reasons
    }

    private init(keyword: String, isTrouble: Bool, words: String, hint: String? = nil) {
        self.keyword = keyword
        self.isTrouble = isTrouble
        self.words = words
        self.hint = hint
    }

    /// nil for what says nothing about whether it prints.
    init?(_ written: String) {
        guard written != "none", !written.hasPrefix("cups-"), !written.hasPrefix("com.") else { return nil }
        let isHarmless = written.hasSuffix("-warning") || written.hasSuffix("-report")
        let ending = ["-warning", "-report", "-error"].first { written.hasSuffix($0) } ?? ""
        keyword = String(written.dropLast(ending.count))
        let known = Self.known[keyword]
        words = known?.words ?? keyword
        hint = known?.hint
        isTrouble = !isHarmless && (known?.isTrouble ?? (ending == "-error"))
    }

    private typealias Known = (words: String, isTrouble: Bool, hint: String?)

    private static let goesOn = "it goes on by itself"
    private static let known: [String: Known] = [
        "media-empty": ("no paper", true, "put paper in; \(goesOn)"),
        "media-needed": ("it asks for other paper", true, "put in the paper that it asks for; \(goesOn)"),
        "media-jam": (
            "paper jam", true,
            "take the paper out; \(goesOn); look which sheets are spoilt, and print them with --sheet"
        ),
        "media-low": ("little paper left", false, nil),
        "input-tray-missing": ("a tray is missing", true, "push the tray in; \(goesOn)"),
        "output-tray-missing": ("the output tray is missing", true, "put it in; \(goesOn)"),
        "output-area-full": ("the output tray is full", true, "take the paper out; \(goesOn)"),
        "toner-empty": ("no toner", true, "put toner in; \(goesOn)"),
        "toner-low": ("little toner left", false, nil),
        "marker-supply-empty": ("no ink", true, "put ink in; \(goesOn)"),
        "marker-supply-low": ("little ink left", false, nil),
        "cover-open": ("a cover is open", true, "close it; \(goesOn)"),
        "door-open": ("a door is open", true, "close it; \(goesOn)"),
        "interlock-open": ("a door is open", true, "close it; \(goesOn)"),
        "offline": ("offline", true, "switch it on and look at its cable or its network; \(goesOn)"),
        "connecting-to-device": ("not reached yet", false, nil),
        "timed-out": ("doesn't answer", true, "switch it on and look at its cable or its network"),
        "shutdown": ("switched off", true, "switch it on; \(goesOn)"),
        "paused": ("its queue is stopped", true, "look at it, then let it go on with: cupsenable and its name"),
        "moving-to-paused": ("somebody is stopping it", true, "let it go on with: cupsenable and its name"),
        "stopped-partly": ("a part of it is stopped", false, nil),
        "spool-area-full": ("its memory is full", true, "wait for the jobs before; \(goesOn)"),
        "fuser-over-temp": ("too hot", true, "wait; \(goesOn)"),
        "fuser-under-temp": ("warming up", false, nil),
        "hold-new-jobs": ("it keeps new jobs back", true, "let them go on the print server"),
    ]
}
