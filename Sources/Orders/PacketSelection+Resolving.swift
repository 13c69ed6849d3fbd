extension PacketSelection {
    /// The numbers that a selection stands for in a batch.
    struct Chosen {
        var numbers: Set<Int> = []
        /// Those that were named one by one, by number or by reference, in the order of their naming.
        var singly: [[BatchPacket]] = []
        var problems: [Problem] = []
        /// What was named by its number, alone or in a range, and by its reference.
        var byNumber: Set<Int> = []
        var byReference: Set<Reference> = []

        /// Whether the packet was named only by another of its orders.
        func namesOnlyWhatShares(_ packet: BatchPacket) -> Bool {
            numbers.contains(packet.sequence) && !byNumber.contains(packet.sequence)
                && !byReference.contains(packet.reference)
        }
    }

    /// Looks every part up among the packets of a batch.
    ///
    /// - Parameter option: By which option the selection came, for its problems.
    func chosen(from packets: [BatchPacket], option: String) -> Chosen {
        var chosen = Chosen()
        let numbers = Set(packets.map(\.sequence))
        func reject(_ problem: String, _ hint: String?) {
            chosen.problems.append(Problem(field: option, problem: problem, hint: hint))
        }
        guard let first = numbers.min(), let last = numbers.max() else {
            reject("the batch has no packets", nil)
            return chosen
        }
        for part in parts {
            switch part.choice {
            case .number(let number):
                guard numbers.contains(number) else {
                    reject("there is no number \(number)", "the batch has \(first) to \(last)")
                    continue
                }
                chosen.numbers.insert(number)
                chosen.byNumber.insert(number)
                chosen.singly.append(packets.filter { $0.sequence == number })
            case .range(let range):
                guard range.lowerBound >= first, range.upperBound <= last else {
                    let outside = range.lowerBound < first ? range.lowerBound : range.upperBound
                    let inside = range.clamped(to: first...last)
                    let meant =
                        range.overlaps(first...last) ? "; did you mean \(inside.lowerBound)-\(inside.upperBound)?" : ""
                    reject("\(part.text): there is no number \(outside)", "the batch has \(first) to \(last)\(meant)")
                    continue
                }
                chosen.numbers.formUnion(numbers.filter(range.contains))
                chosen.byNumber.formUnion(numbers.filter(range.contains))
            case .reference(let reference):
                let own = packets.filter { $0.reference == reference }
                guard !own.isEmpty else {
                    reject("\(reference) isn't in this batch", "handbill order show \(reference) says where it is")
                    continue
                }
                chosen.numbers.formUnion(own.map(\.sequence))
                chosen.byReference.insert(reference)
                chosen.singly.append(own)
            case .misread:
                reject(
                    "\(part.text.quoted) is no reference: its check character doesn't fit",
                    Self.meant(by: part.text, in: packets))
            }
        }
        return chosen
    }

    /// Which reference was meant: one of the batch, if any is near.
    private static func meant(by text: String, in packets: [BatchPacket]) -> String {
        let all = Reference.suggestions(for: text)
        let here = Set(packets.map(\.reference))
        let near = all.filter(here.contains)
        let shown = (near.isEmpty ? all : near).prefix(3).map(\.description).joined(separator: " or ")
        if !near.isEmpty { return "did you mean \(shown)?" }
        return shown.isEmpty
            ? "nothing like it is in this batch" : "did you mean \(shown)? Nothing like it is in this batch"
    }
}
