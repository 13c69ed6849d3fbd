import CCups
import Foundation

extension PrintConnection {
    /// Sends a document as one job: at its own size, on its own paper, one-sided, once, with nothing before or after it.
    /// The server takes it whole or not at all.
    ///
    /// - Returns: the job's number.
    /// - Throws: `PrintProblem`. If it is `unreachable`, the job may have been taken: look with `jobs(in:)`.
    public func send(_ document: PrintDocument, to queue: String) throws(PrintProblem) -> Int {
        try check(queue)
        // Never a file on a disk: there are addresses in it.
        let file = ccups_memory_file()
        defer { close(file) }
        var written = 0
        while file >= 0, written < document.bytes.count {
            let count = document.bytes.withUnsafeBytes { bytes in
                let rest = UnsafeRawBufferPointer(rebasing: bytes[written...])
                return write(file, rest.baseAddress, rest.count)
            }
            guard count > 0 else { break }
            written += count
        }
        guard file >= 0, written == document.bytes.count, lseek(file, 0, SEEK_SET) == 0 else {
            throw PrintProblem(.refused, "this machine", "has no memory left for a document to print")
        }
        let answer = try ask(
            { Self.request(for: document, to: queue) }, of: "/printers/\(queue)", about: "the printer \(queue)",
            sending: file)
        guard let job = answer.groups(IPP_TAG_JOB).first?.integers["job-id"] else {
            throw PrintProblem(.refused, "the printer \(queue)", "took a document but named no job")
        }
        return Int(job)
    }

    private static func request(for document: PrintDocument, to queue: String) -> IPPRequest {
        let request = IPPRequest(IPP_OP_PRINT_JOB, printer: queue)
        request.add(IPP_TAG_NAME, "job-name", document.title)
        request.add(IPP_TAG_MIMETYPE, "document-format", document.format.rawValue)
        // A queue may have defaults of its own: two-sided, fitted to the page, a banner page before each job.
        request.addJob("copies", number: 1)
        request.addJob(IPP_TAG_NAME, "job-sheets", "none")
        if let tray = document.tray {
            request.addJob(document.paper, in: tray)
        } else {
            request.addJob(IPP_TAG_KEYWORD, "media", document.paper.name)
        }
        request.addJob("number-up", number: 1)
        request.addJob(IPP_TAG_KEYWORD, "print-scaling", "none")
        request.addJob(IPP_TAG_KEYWORD, "sides", "one-sided")
        return request
    }

    private static let described = [
        "job-id", "job-name", "job-state", "job-state-reasons", "job-printer-state-message",
        "job-impressions-completed", "job-media-sheets-completed",
    ]

    /// How a job stands; nil if the server doesn't know it (any more).
    public func job(_ id: Int) throws(PrintProblem) -> PrintJob? {
        do throws(PrintProblem) {
            let answer = try ask(
                { Self.wanting(Self.described, IPPRequest(IPP_OP_GET_JOB_ATTRIBUTES, job: id)) }, of: "/",
                about: "job \(id)")
            return answer.groups(IPP_TAG_JOB).compactMap(Self.job).first
        } catch {
            if error.kind == .noPrinter { return nil }
            throw error
        }
    }

    /// The jobs of a queue that the server knows, the newest last.
    ///
    /// - Parameter isWaiting: only those of which something still comes.
    public func jobs(in queue: String, isWaiting: Bool = false) throws(PrintProblem) -> [PrintJob] {
        let answer = try ask(
            {
                let request = IPPRequest(IPP_OP_GET_JOBS, printer: queue)
                request.add(IPP_TAG_KEYWORD, "which-jobs", isWaiting ? "not-completed" : "all")
                return Self.wanting(Self.described, request)
            }, of: "/", about: "the printer \(queue)")
        return answer.groups(IPP_TAG_JOB).compactMap(Self.job).sorted { $0.id < $1.id }
    }

    /// Takes a job out of the queue; what has come out has come out.
    ///
    /// - Returns: whether it was still there to be taken out.
    public func cancel(_ id: Int) throws(PrintProblem) -> Bool {
        do throws(PrintProblem) {
            _ = try ask({ IPPRequest(IPP_OP_CANCEL_JOB, job: id) }, of: "/jobs/", about: "job \(id)")
            return true
        } catch {
            if error.kind == .noPrinter || error.kind == .refused { return false }
            throw error
        }
    }

    private static func job(_ group: IPPAnswer.Group) -> PrintJob? {
        guard let id = group.integers["job-id"], let state = group.integers["job-state"].flatMap(PrintJob.State.init)
        else { return nil }
        let counts = ["job-impressions-completed", "job-media-sheets-completed"].compactMap { group.integers[$0] }
        return PrintJob(
            id: Int(id), name: group.strings["job-name"]?.first ?? "", state: state,
            reasons: (group.strings["job-state-reasons"] ?? []).filter { $0 != "none" },
            message: ServerWords.cleaned(group.strings["job-printer-state-message"]?.first ?? "", hiding: ""),
            sheets: Int(counts.max() ?? 0))
    }
}
