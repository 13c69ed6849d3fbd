public import Orders

extension PacketSnapshot {
    /// The same packet without these orders: nobody knows any more what it weighs.
    fileprivate func without(_ gone: Set<Reference>) -> PacketSnapshot {
        guard orders.contains(where: { gone.contains($0.reference) }) else { return self }
        var rest = self
        rest.orders.removeAll { gone.contains($0.reference) }
        rest.postage = postage.map { PacketPostage(service: $0.service, serviceCode: $0.serviceCode) }
        return rest
    }
}

/// The plan to post a batch, one row for each packet, in the order of their numbers.
///
/// Both files show the snapshot, as the papers do, without the packets that are left out: for these nobody buys postage.
/// `manifest.csv` is what Royal Mail's Click & Drop imports, with its columns and their limits; names and addresses are in
/// standard Roman letters there, and there only. `packets.csv` is our own, with everything that is known of a packet.
/// Neither shows a note.
public struct Manifest: Sendable {
    /// A file of the plan.
    public enum File: String, Sendable, Hashable, CaseIterable {
        /// For Click & Drop.
        case manifest
        /// With all columns.
        case packets

        /// Its name in the batch's folder.
        public var name: String { "\(rawValue).csv" }
    }

    let snapshot: BatchSnapshot
    /// What has a row.
    let packets: [PacketSnapshot]

    /// - Parameter changes: what was taken out since the closing: packets that must not be packed any more have no row, and
    ///   one that goes without an order of several is to be weighed.
    public init(_ snapshot: BatchSnapshot, changes: [BatchChange] = []) {
        self.snapshot = snapshot
        let leftOut = Set(changes.notToPack)
        packets = snapshot.packets.filter { !leftOut.contains($0.sequence) }.map { packet in
            let gone = changes.filter { $0.isShared && $0.sequences.contains(packet.sequence) }.map(\.reference)
            return packet.without(Set(gone))
        }
    }

    public func bytes(of file: File) -> [UInt8] {
        switch file {
        case .manifest: clickAndDrop
        case .packets: everything
        }
    }

    /// Writes a file, in place of an earlier one.
    ///
    /// - Returns: the path of the file.
    /// - Throws: `DurableFile.Failure`; then an earlier file is untouched.
    public func write(_ file: File, in folder: String) async throws -> String {
        try await withTaskExecutorPreference(OwnThreads()) {
            try DurableFile.makeDirectory(folder)
            DurableFile.sweep(folder)
            let path = "\(folder)/\(file.name)"
            try DurableFile.write(bytes(of: file), to: path)
            return path
        }
    }

    /// - Returns: nil where the address has been taken out.
    func address(of packet: PacketSnapshot) -> PostalAddress? {
        packet.recipient.map {
            PostalAddress(printed: $0, abroad: BatchSnapshot.countryAbroad(of: packet.bundle))
        }
    }

    /// What tells a packet from all others, at most so many characters: `HB-7K3M9QZX`, `HB-7K3M9QZX 1/2` of an order with
    /// two packets, all of them where orders share one.
    static func reference(of packet: PacketSnapshot, most: Int = .max) -> String {
        let references = packet.orders.map(\.reference.description)
        if packet.of > 1 { return (references.first ?? "") + " \(packet.part)/\(packet.of)" }
        let all = references.joined(separator: " ")
        return all.count <= most ? all : (references.first ?? "") + " and \(references.count - 1) more"
    }
}
