import Fulfilment
import Orders
import Web

/// Everything that the service works with and that depends on catalogue and templates: made from one reading of them,
/// and exchanged as a whole when they are read again. A class, since every request asks for it.
final class Works: Sendable {
    let catalogue: Catalogue
    /// What the API's and the cloud queue's orders go through.
    let receiver: Receiver
    /// What the form's and the mailbox's orders go through: their writers must be reachable.
    let supporters: Receiver
    let queue: FileQueue
    let batcher: Batcher
    /// nil while the settings name no way to send: mail waits.
    let mailer: Mailer?
    let pages: SupporterPages
    let api: OrdersAPI

    init(
        catalogue: Catalogue, receiver: Receiver, supporters: Receiver, queue: FileQueue, batcher: Batcher,
        mailer: Mailer?, pages: SupporterPages, api: OrdersAPI
    ) {
        self.catalogue = catalogue
        self.receiver = receiver
        self.supporters = supporters
        self.queue = queue
        self.batcher = batcher
        self.mailer = mailer
        self.pages = pages
        self.api = api
    }
}
