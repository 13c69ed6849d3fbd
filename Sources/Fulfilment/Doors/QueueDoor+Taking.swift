import Logging
import Orders
import Store
import Wire

extension QueueDoor {
    /// Orders in one commit, as for files.
    private static let chunk = 2_000

    /// Takes the messages of one poll to their end: orders stored, the rest kept, and only then deleted.
    ///
    /// - Throws: what must end the service.
    func take(_ messages: [QueueMessage], over lines: Lines, waited: Duration) async throws {
        do {
            let done = StopFlag()
            // What came damaged is left to be seen again, and is whole then, or is the queue's own affair.
            let whole = messages.filter { !$0.isDamaged }
            for message in messages where message.isDamaged {
                logger.warning(
                    "message damaged",
                    metadata: [
                        "message": "\(Letter.fileName(of: message.id))", "deliveries": "\(message.receiveCount)",
                    ])
            }
            async let _: Void = keepHidden(whole.map(\.receipt), until: done)
            defer { done.raise() }
            try await work(whole, besides: messages.count - whole.count, over: lines, waited: waited)
        } catch is LetGo {
            // Nobody hides the messages any longer: they come again.
            sleep(pace.pause)
        }
    }

    /// Thrown where messages are left to the queue; what was wrong is logged.
    struct LetGo: Error {
        /// Whether only a person can mend it.
        var needsPerson = false
    }

    /// - Parameter damaged: how many messages came damaged besides these.
    private func work(
        _ messages: [QueueMessage], besides damaged: Int, over lines: Lines, waited: Duration
    ) async throws {
        let began = ContinuousClock.now
        var poll = Poll(messages: messages.count + damaged, damaged: damaged, waited: waited)
        let receiver = receiver()
        let sender = Receiver.Sender(producer: producer, who: "sqs")

        var letters = messages.map(Letter.init)
        var arrivals: [Arrival] = []
        var counts: [Int] = []
        for letter in letters {
            var some = receiver.examine(letter.deliveries, from: sender)
            letter.complete(&some)
            // Equal orders in one message are several; an equal message is the same one again.
            var places = PlaceCounter()
            places.number(&some)
            counts.append(some.count)
            arrivals += some
        }

        var answers = try await accept(arrivals, with: receiver, from: sender)[...]
        for index in letters.indices {
            letters[index].take(answers.prefix(counts[index]), counting: &poll.tally)
            answers = answers.dropFirst(counts[index])
        }

        for (outcome, times) in poll.tally {
            receiver.note(repeatElement(Answer(outcome: outcome), count: times), from: .sqs)
        }

        var finished = letters.filter { !$0.mustBeKept }.map(\.message.receipt)
        var isFolderShut = false
        for letter in letters where letter.mustBeKept && !isFolderShut {
            do {
                guard try await keep(letter, over: lines) else { continue }
                poll.kept += 1
                finished.append(letter.message.receipt)
            } catch is LetGo {
                isFolderShut = true
            }
        }
        poll.worked = began.duration(to: .now)
        poll.left = poll.messages - finished.count
        try await onPoll(poll)

        let receipts = finished
        poll.left += try await patiently(standing) { try lines.queue.delete(receipts) }.count
        log(poll)
        LargeWork.ended(arrivals.count)
        if isFolderShut { throw LetGo() }
    }

    /// Stores orders; when it returns, all of them are on the disk.
    private func accept(
        _ arrivals: [Arrival], with receiver: Receiver, from sender: Receiver.Sender
    ) async throws -> [Answer] {
        var answers: [Answer] = []
        for start in stride(from: 0, to: arrivals.count, by: Self.chunk) {
            let prepared = receiver.prepare(Array(arrivals[start..<min(start + Self.chunk, arrivals.count)]))
            answers += try await patiently(nil) { try await receiver.accept(prepared, from: sender) }
        }
        return answers
    }

    /// Does a thing, and if it fails in a way that may pass, again for a while; the messages stay in hand.
    ///
    /// - Parameter standing: of the queue that it is done to; nil for what is done on this machine. What is known to be
    ///   away is tried once.
    /// - Throws: `LetGo` once it is logged that it can't be done; an `SQSProblem` of kind `refused` or `stopped`; what
    ///   must end the service.
    func patiently<Value>(
        _ standing: Standing?, _ act: () async throws -> Value
    ) async throws -> Value {
        let end = ContinuousClock.now + (standing?.isAwayNow == true ? .zero : pace.patience)
        var rest = pace.firstRest
        var isLogged = false
        while true {
            let mayPass: Bool
            var needsPerson = false
            do {
                let value = try await act()
                standing?.isThere()
                return value
            } catch let problem as SQSProblem {
                if [.refused, .stopped].contains(problem.kind) { throw problem }
                standing?.isAway(because: problem)
                mayPass = [.unreachable, .throttled, .server].contains(problem.kind)
                needsPerson = [.noSuchQueue, .credentials, .protocolBroken].contains(problem.kind)
            } catch let error as CancellationError {
                throw error
            } catch {
                let trouble = try StageTrouble(error)
                if !isLogged { logger.trouble("queue not taken", trouble) }
                isLogged = true
                mayPass = (error as? StoreError)?.mayPass ?? (error as? DurableFile.Failure)?.isFull ?? false
            }
            guard mayPass, !halt.finish.isRaised, ContinuousClock.now + rest < end else {
                throw LetGo(needsPerson: needsPerson)
            }
            sleep(rest)
            rest = min(rest * 2, pace.longestRest)
        }
    }

    /// Keeps messages hidden from other workers for as long as the work on them lasts, over a connection of its own.
    private func keepHidden(_ receipts: [String], until done: StopFlag) async {
        do {
            try await Task.sleep(for: pace.renewal)
            let connection = try SQSConnection(to: queue, stop: done)
            while !done.isRaised {
                // If it can't be done they may come again, to us or to others, and are known.
                _ = try? connection.extend(receipts, by: pace.visibility)
                try await Task.sleep(for: pace.renewal)
            }
        } catch {
            return
        }
    }

    private func log(_ poll: Poll) {
        let rejected = poll.tally[.rejected] ?? 0
        logger.log(
            level: poll.kept == 0 ? .info : poll.orders == 0 ? .warning : .notice, "queue taken",
            metadata: [
                "messages": "\(poll.messages)", "orders": "\(poll.orders)",
                "duplicates": "\(poll.tally[.duplicate] ?? 0)", "rejected": "\(rejected)", "kept": "\(poll.kept)",
                "left": "\(poll.left)", "damaged": "\(poll.damaged)",
            ])
    }
}
