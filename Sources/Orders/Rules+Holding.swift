extension Rules {
    /// Why a person must look at an order of these lines before it is packed, each reason once.
    ///
    /// Judged when the order comes in, and again when a batch is closed: an item's last day and the campaign's imprint
    /// may have changed or passed since. An item that the catalogue no longer has gives no reason.
    public func reasonsToHold(_ lines: [OrderLine]) -> [HeldReason] {
        var reasons: [HeldReason] = []
        for item in lines.lazy.compactMap({ catalogue[$0.item] }) {
            for reason in reasonsToHold(item) where !reasons.contains(reason) {
                reasons.append(reason)
            }
        }
        return reasons
    }

    /// `tooLate`, `imprint`, both or neither.
    func reasonsToHold(_ item: Item) -> [HeldReason] {
        var reasons: [HeldReason] = []
        if let last = item.availableUntil, arrival(of: item) > last {
            reasons.append(.tooLate)
        }
        if item.imprint == .campaign, !campaignHasImprint {
            reasons.append(.imprint)
        }
        return reasons
    }

    /// The last day on which a packet with this item is expected, if it is posted as soon as the item ships.
    private func arrival(of item: Item) -> LocalDate {
        var ready = today
        if case .from(let first) = item.ships {
            ready = max(today, first)
        }
        return calendar.arrival(ofPostingOn: calendar.postingDay(onOrAfter: ready)).upperBound
    }
}
