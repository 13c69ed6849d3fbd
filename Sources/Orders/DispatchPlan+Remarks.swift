extension DispatchPlan {
    /// What whoever asked should know before it is done, a sentence each without a full stop: what was named but isn't
    /// there to be marked, what stays though it wasn't named.
    public var remarks: [String] {
        var remarks: [String] = []
        func remark(_ words: String, _ packets: [BatchPacket]) {
            if !packets.isEmpty { remarks.append("\(words): \(NumberRanges(packets.map(\.sequence)).typed)") }
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
