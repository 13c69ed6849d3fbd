import Orders

/// The plan of orders that wait for a batch: packets, sorted, cut into batches, bundled.
enum PlanCase {
    static func lines(size: Int, in workshop: Workshop) throws -> [Line] {
        let readings = try workshop.measure(.plan, size: size)
        let (plan, sorting) = (try readings.named("plan"), try readings.named("sorting"))
        return [
            Line(
                "plan", size: size, .seconds(plan.seconds), goal: .below(1),
                comparison: "sorting the postcodes as plain strings: \(number(sorting.seconds)) s, "
                    + "ratio \(ratio(plan.seconds / sorting.seconds))")
        ]
    }

    static func measure(size: Int) throws -> [Reading] {
        var dice = Dice(seed: 1)
        let calendar = SampleHouse.rules.calendar
        let orders = SampleOrders(count: size).compactMap { submission in
            submission.validated(by: SampleHouse.rules).order.map { order in
                PlannedOrder(
                    reference: .random(using: &dice), order: order,
                    urgent: calendar.isUrgent(neededBy: order.neededBy, on: SampleHouse.rules.today))
            }
        }
        guard orders.count == size else { throw BenchFailure("of \(size) orders \(orders.count) are valid") }

        var watch = Stopwatch()
        let plans = BatchPlan.make(
            of: orders, catalogue: SampleHouse.catalogue, rules: BatchRules(), postage: SampleHouse.postage)
        let plan = try Reading("plan", count: size, seconds: watch.seconds)
        let planned = Set(plans.flatMap { $0.packets.flatMap { $0.orders.map(\.reference) } })
        guard planned.count == Set(orders.map(\.reference)).count else {
            throw BenchFailure("orders are missing in the plan")
        }

        watch = Stopwatch()
        let sorted = orders.map { $0.order.address.postcode ?? "" }.sorted()
        let sorting = try Reading("sorting", count: sorted.count, seconds: watch.seconds)
        return [plan, sorting]
    }
}
