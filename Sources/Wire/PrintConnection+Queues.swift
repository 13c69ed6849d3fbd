import CCups

extension PrintConnection {
    private static let described: [String] = [
        "printer-name", "printer-info", "printer-state", "printer-state-reasons", "printer-state-message",
        "printer-is-accepting-jobs", "document-format-supported", "media-supported", "media-source-supported",
    ]

    /// All queues of the server, by name.
    public func queues() throws(PrintProblem) -> [PrintQueue] {
        let answer: IPPAnswer
        do throws(PrintProblem) {
            answer = try ask(
                { Self.wanting(Self.described, IPPRequest(IPP_OP_CUPS_GET_PRINTERS)) }, of: "/",
                about: server.subject)
        } catch {
            // This is how CUPS says that it has none.
            if error.kind == .noPrinter { return [] }
            throw error
        }
        return answer.groups(IPP_TAG_PRINTER).compactMap(Self.queue).sorted { $0.name < $1.name }
    }

    /// The queue with this name.
    ///
    /// - Throws: `PrintProblem`; where there is none, with those that there are.
    public func queue(_ name: String) throws(PrintProblem) -> PrintQueue {
        do throws(PrintProblem) {
            try check(name)
            let answer = try ask(
                { Self.wanting(Self.described, IPPRequest(IPP_OP_GET_PRINTER_ATTRIBUTES, printer: name)) },
                of: "/", about: "the printer \(name)")
            guard let queue = answer.groups(IPP_TAG_PRINTER).compactMap(Self.queue).first else {
                throw PrintProblem(.noPrinter, "the printer \(name)", "isn't known to \(server.name)")
            }
            return queue
        } catch {
            var problem = error
            if problem.kind == .noPrinter {
                problem.known = try queues().map(\.name)
                problem.hint =
                    problem.known.isEmpty
                    ? "\(server.name) has no printers; lpadmin makes one"
                    : "there is \(problem.known.joined(separator: ", "))"
            }
            throw problem
        }
    }

    /// No queue has such a name, and none is asked for: in a path it would mean something else.
    func check(_ name: String) throws(PrintProblem) {
        let isOne =
            !name.isEmpty && name.utf8.count < 128 && !name.utf8.contains { $0 <= 0x20 || "/?#\\".utf8.contains($0) }
        if !isOne { throw PrintProblem(.noPrinter, "the printer \(name)", "isn't known to \(server.name)") }
    }

    static func wanting(_ attributes: [String], _ request: IPPRequest) -> IPPRequest {
        var attribute: OpaquePointer?
        for (index, name) in attributes.enumerated() {
            if index == 0 {
                attribute = ippAddString(
                    request.pointer, IPP_TAG_OPERATION, IPP_TAG_KEYWORD, "requested-attributes", nil, name)
            } else {
                ippSetString(request.pointer, &attribute, Int32(index), name)
            }
        }
        return request
    }

    private static func queue(_ group: IPPAnswer.Group) -> PrintQueue? {
        guard let name = group.strings["printer-name"]?.first else { return nil }
        func words(_ key: String) -> String {
            ServerWords.cleaned(group.strings[key]?.first ?? "", hiding: "")
        }
        let state: PrintQueue.State =
            switch group.integers["printer-state"] {
            case Int32(IPP_PSTATE_STOPPED.rawValue): .stopped
            case Int32(IPP_PSTATE_PROCESSING.rawValue): .processing
            default: .idle
            }
        return PrintQueue(
            name: name, about: words("printer-info"), state: state,
            reasons: (group.strings["printer-state-reasons"] ?? []).filter { $0 != "none" },
            message: words("printer-state-message"), isAccepting: group.integers["printer-is-accepting-jobs"] != 0,
            formats: group.strings["document-format-supported"] ?? [], media: group.strings["media-supported"] ?? [],
            trays: group.strings["media-source-supported"] ?? [])
    }
}
