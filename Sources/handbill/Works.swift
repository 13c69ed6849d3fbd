import Fulfilment
import Orders
import Web

/// Everything that the service works with and that depends on catalogue and templates: made from one reading of them,
/// and exchanged as a whole when they are read again.
struct Works: Sendable {
    var catalogue: Catalogue
    /// What orders are checked against; the day is asked of the clock.
    var rules: Rules
    /// What the API's and the cloud queue's orders go through.
    var receiver: Receiver
    /// What the form's and the mailbox's orders go through: their writers must be reachable.
    var supporters: Receiver
    var queue: FileQueue
    var batcher: Batcher
    /// nil while the settings name no way to send: mail waits.
    var mailer: Mailer?
    var pages: SupporterPages
}
