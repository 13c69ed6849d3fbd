extension DispatchPlan {
    /// Which orders are meant because they share a packet with one that was named.
    public var remarksOnSharing: [String] {
        sharing.map { "\($0.sequence) carries \($0.reference) as well: packets go whole" }
    }

    /// What whoever asked should know before it is done, a sentence each without a full stop: what was named but isn't
    /// there to be marked, what stays though it wasn't named.
    public var remarks: [String] {
        var remarks: [String] = []
        func remark(_ words: String, _ packets: [BatchPacket]) {
            if !packets.isEmpty { remarks.append("\(words): \(NumberRanges(packets.map(\.sequence)).typed)") }
        }
        remarks += remarksOnSharing
        for packet in without {
            remarks.append("\(packet.sequence) goes without \(packet.reference), which was pulled out of the batch")
        }
        let there = skipped.filter { !$0.isPulled }
        remark("pulled out of the batch, not to be posted", skipped.filter(\.isPulled))
        remark("posted already", there.filter { $0.state == .dispatched })
        remark("came back already", there.filter { $0.state == .returned })
        remark("not posted yet", there.filter { $0.state == .batched })
        if !alsoExcepted.isEmpty {
            let stays = alsoExcepted.count == 1 ? "stays" : "stay"
            remarks.append("\(NumberRanges(alsoExcepted).typed) \(stays) as well: orders go whole")
        }
        return remarks
    }
}
