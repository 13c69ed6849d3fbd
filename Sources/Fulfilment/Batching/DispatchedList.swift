public import Orders
public import Store

/// What was posted with a batch, as a file for spreadsheets: `<state>/batches/<id>/dispatched.csv`.
///
/// It is derived from the store and written whole: after every dispatch and undo, and when somebody asks for it. One
/// that is missing or old, because a process was killed in between, is made again by the next of these.
public struct DispatchedList: Sendable {
    /// Its name in the batch's folder.
    public static let fileName = "dispatched.csv"

    private let store: Store
    private let directory: String
    private let postClass: PostCalendar.PostClass

    /// - Parameters:
    ///   - directory: the folder of the batches' folders, `<state>/batches`.
    ///   - postClass: how packets are posted, `post.class`.
    public init(store: Store, directory: String, postClass: PostCalendar.PostClass) {
        self.store = store
        self.directory = directory
        self.postClass = postClass
    }

    /// The list of a batch, as a whole file; nothing but the header if nothing was posted.
    ///
    /// - Throws: `StoreError.noSuchBatch`.
    public func bytes(of batch: BatchID) async throws -> [UInt8] {
        let packets = try await store.packets(of: batch)
        let snapshot = try await store.snapshot(of: batch)
        let orders = try await store.batchOrders(of: batch)
        var returned: [Reference: ReturnReason] = [:]
        for packet in packets where packet.state == .returned && returned[packet.reference] == nil {
            returned[packet.reference] = try await store.order(packet.reference)?.returnedBecause
        }
        return Self.csv(
            of: packets, in: snapshot, postClass: postClass,
            postcodes: Dictionary(
                orders.compactMap { order in order.postcode.map { (order.reference, $0) } },
                uniquingKeysWith: { first, _ in first }),
            returned: returned)
    }

    /// Writes the list of a batch, in place of an earlier one.
    ///
    /// - Parameter folder: the folder; the default is the batch's own.
    /// - Returns: the path of the file.
    /// - Throws: `StoreError.noSuchBatch`, `DurableFile.Failure`; then an earlier file is untouched.
    @discardableResult
    public func write(of batch: BatchID, in folder: String? = nil) async throws -> String {
        let folder = folder ?? "\(directory)/\(batch)"
        return try await withTaskExecutorPreference(OwnThreads()) {
            let bytes = try await bytes(of: batch)
            try DurableFile.makeDirectory(folder)
            DurableFile.sweep(folder)
            let path = "\(folder)/\(Self.fileName)"
            try DurableFile.write(bytes, to: path)
            return path
        }
    }
}
