public import Fulfilment
public import Orders
public import Store

extension SupporterPages {
    /// What the pages are made of.
    public struct Parts: Sendable {
        public var store: Store
        /// The one door, with an e-mail address required.
        public var receiver: @Sendable () -> Receiver
        /// The same rules, with today's date.
        public var rules: @Sendable () -> Rules
        public var mender: @Sendable () -> Mender
        public var forecast: @Sendable () -> PostingForecast
        public var links: StatusLinks
        public var campaign: Campaign
        public var privacy: Privacy
        public var limits: Limits
        /// A form that is sent sooner after it was shown was hardly written by a person: its order is held.
        public var minimumTime: Duration
        /// A `mailto:` address with an order to fill in; nil where orders aren't taken by e-mail.
        public var mailto: (@Sendable (Language) -> String)?
        public var clock: WallClock
        public var templates: WebTemplates
        /// 64 random bits at each call.
        public var random: @Sendable () -> UInt64

        public init(
            store: Store, receiver: @escaping @Sendable () -> Receiver, rules: @escaping @Sendable () -> Rules,
            mender: @escaping @Sendable () -> Mender, forecast: @escaping @Sendable () -> PostingForecast,
            links: StatusLinks, campaign: Campaign, privacy: Privacy, limits: Limits, minimumTime: Duration,
            mailto: (@Sendable (Language) -> String)? = nil, clock: WallClock, templates: WebTemplates,
            random: @escaping @Sendable () -> UInt64 = {
                var generator = SystemRandomNumberGenerator()
                return generator.next()
            }
        ) {
            self.store = store
            self.receiver = receiver
            self.rules = rules
            self.mender = mender
            self.forecast = forecast
            self.links = links
            self.campaign = campaign
            self.privacy = privacy
            self.limits = limits
            self.minimumTime = minimumTime
            self.mailto = mailto
            self.clock = clock
            self.templates = templates
            self.random = random
        }
    }

    /// Whose pages they are.
    public struct Campaign: Sendable, Hashable {
        public var name: String
        public var website: String?
        /// `#rrggbb`, of the header and the buttons.
        public var colour: String
        /// The language of whoever names none.
        public var language: Language
        /// Whom to write to about an order: an e-mail address, or other words; nil for by reply to our mail.
        public var contact: String?

        public init(
            name: String, website: String? = nil, colour: String = "#1f4e79", language: Language = .english,
            contact: String? = nil
        ) {
            self.name = name
            self.website = website
            self.colour = colour
            self.language = language
            self.contact = contact
        }
    }

    /// What stands above the button, and on the page about privacy.
    public struct Privacy: Sendable, Hashable {
        /// Who collects the data; nil for the campaign by its name.
        public var controller: String?
        /// Whom to write to about it; nil for by reply to our mail.
        public var contact: String?
        /// The notice, or the address at which it is to be read.
        public var notice: String?
        /// For how long the data is kept; nil for the built-in words.
        public var kept: String?
        /// Whether the form takes no order without a tick in a box.
        public var needsConsent: Bool

        public init(
            controller: String? = nil, contact: String? = nil, notice: String? = nil, kept: String? = nil,
            needsConsent: Bool = true
        ) {
            self.controller = controller
            self.contact = contact
            self.notice = notice
            self.kept = kept
            self.needsConsent = needsConsent
        }
    }

    /// How many orders one sender may send before a person looks at them.
    public struct Limits: Sendable {
        /// By network address.
        public var perAddress: RateLimit
        /// By e-mail address; the mail door may count with the same.
        public var perEmail: RateLimit
        /// By e-mail address, of corrections: each of them sends it a mail.
        public var corrections: RateLimit

        public init(perAddress: RateLimit, perEmail: RateLimit, corrections: RateLimit) {
            self.perAddress = perAddress
            self.perEmail = perEmail
            self.corrections = corrections
        }
    }
}
