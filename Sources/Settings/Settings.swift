public import Orders

/// Everything that the operator can set, checked as a whole.
///
/// A fresh value is the defaults; `Settings.load` reads a file and the environment over them. Paths in a loaded value
/// are absolute. What each key means stands once, in the table of `Settings+Keys.swift`.
public struct Settings: Sendable, Hashable {
    public var campaign = Campaign()
    /// The state folder: the database, the papers, the wake file.
    public var state = "./var"
    /// The catalogue file.
    public var catalogue = "catalogue.yaml"
    /// A folder whose files stand in for the embedded templates of the same name.
    public var templates: String?
    public var queue = Queue()
    public var http = HTTP()
    public var sqs = SQS()
    public var imap = IMAP()
    public var receiver = Receiver()
    public var duplicates = Duplicates()
    public var batch = Batch()
    public var post = Post()
    public var dispatch = Dispatch()
    public var sheets = Sheets()
    public var mail = Mail()
    public var privacy = Privacy()
    public var log = Log()
    /// Where it was written.
    var places = Places()

    public init() {}

    /// Who sends the leaflets.
    public struct Campaign: Sendable, Hashable {
        public var name = "Our campaign"
        public var from: EmailAddress?
        public var replyTo: EmailAddress?
        /// The lines of the sender on the packet's outside.
        public var outside: [String] = []
        public var imprint: String?
        public var website: String?
        /// `#rrggbb`.
        public var colour = "#1f4e79"
        public var language = Language.english
        /// The last day on which orders are taken.
        public var closes: LocalDate?
    }

    /// The daily cut-off and how a batch is cut.
    public struct Batch: Sendable, Hashable {
        /// nil for by hand.
        public var cutoff = TimeOfDay(hour: 16, minute: 0)
        public var days: Set<Weekday> = [.monday, .tuesday, .wednesday, .thursday, .friday]
        /// An IANA name that exists.
        public var timeZone = "Europe/London"
        /// Packets.
        public var maximum = 240
        /// Packets.
        public var bundleMinimum = 6
        public var combine = false
    }

    /// When the post goes and how fast it is.
    public struct Post: Sendable, Hashable {
        public var days: Set<Weekday> = [.monday, .tuesday, .wednesday, .thursday, .friday]
        public var holidays: Set<LocalDate> = []
        public var postClass = PostCalendar.PostClass.second
        /// A tariff file.
        public var tariff: String?
    }

    public struct Dispatch: Sendable, Hashable {
        /// For how long a dispatch can be undone.
        public var grace = Duration.seconds(15 * 60)
    }

    /// What the papers are printed on and in.
    public struct Sheets: Sendable, Hashable {
        /// A label sheet's name: `L7159`.
        public var labels = "L7159"
        /// The paper of order sheets and pick lists.
        public var orders = Paper.a4
        public var barcode = Barcode.none
        /// What the contract says; nil without one.
        public var mailmark: Mailmark?
        /// Whether labels show their reference as a QR code.
        public var qr = false
        /// Whether labels show `campaign.outside`.
        public var sender = false
        /// A font family.
        public var font = "Noto Sans"
        /// A folder of further sheet geometries.
        public var directory: String?
        /// What is known of each printer, by the name that people give it.
        public var printers: [String: Printer] = [:]
    }

    /// A printer: what its output is corrected by, and where it is reached.
    public struct Printer: Sendable, Hashable {
        public var profile = PrinterProfile()
        /// Whether the last page is printed first, for one that stacks face up.
        public var reverse = false
        /// What CUPS calls it; nil if that is its name here.
        public var queue: String?
        /// Whose CUPS it is: `host`, `host:port` or a socket; nil for this machine's.
        public var server: String?
        /// Where its paper lies, as CUPS says; nil for where it looks by itself.
        public var tray: String?
        /// Where its label sheets lie; nil for the same.
        public var labelTray: String?

        public init(profile: PrinterProfile = PrinterProfile(), reverse: Bool = false) {
            self.profile = profile
            self.reverse = reverse
        }
    }

    public enum Paper: String, Sendable, Hashable, CaseIterable {
        case a4 = "A4"
        case letter = "Letter"
        /// Order sheets of A5, two on a sheet of A4.
        case a5x2 = "A5x2"
    }

    /// The bars on labels that Royal Mail's machines read.
    public enum Barcode: String, Sendable, Hashable, CaseIterable {
        case none, rm4scc, mailmark
    }

    public struct Privacy: Sendable, Hashable {
        /// Who answers for the data.
        public var controller: String?
        /// Whom to write to about it.
        public var contact: String?
        /// The privacy notice, or where it is.
        public var notice: String?
        /// For how long the data is kept; nil for the form's own words.
        public var kept: String?
        public var consent = Consent.required
    }

    public enum Consent: String, Sendable, Hashable, CaseIterable {
        /// The form asks for it, and takes no order without.
        case required
        case none
    }

    public struct Log: Sendable, Hashable {
        public var level = Level.info

        public enum Level: String, Sendable, Hashable, CaseIterable {
            case trace, debug, info, notice, warning, error, critical
        }
    }
}
