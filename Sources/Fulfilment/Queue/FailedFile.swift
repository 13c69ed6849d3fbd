import Orders

/// The failed orders of a file, written as they come; published only if other orders of the file were good.
final class FailedFile {
    private let writer: DurableFile.Writer
    private let folder: String
    private var orders: FailedOrders

    init(of reader: borrowing SubmissionReader, in folder: String) throws {
        self.folder = folder
        orders = FailedOrders(of: reader)
        writer = try DurableFile.Writer(in: folder)
    }

    func append(_ answered: FileIntake.Answered) throws {
        orders.append(answered.row, problems: answered.answer.problems)
        try writer.append(orders.drain())
    }

    /// - Returns: where it stands; nil if no order failed.
    func publish(for name: String) throws -> String? {
        guard !orders.isEmpty else { return nil }
        try writer.append(orders.finish())
        return try writer.publish(as: DurableFile.named(name, orders.suffix), in: folder)
    }
}
