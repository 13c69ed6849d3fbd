import CCups

/// An IPP request while it is being put together. libcups takes it over when it is sent.
struct IPPRequest {
    let pointer: OpaquePointer

    /// - Parameter printer: the queue that it is about; nil for the server as a whole.
    init(_ operation: ipp_op_t, printer: String? = nil, job: Int? = nil) {
        pointer = ippNewRequest(operation)
        if let job {
            add(IPP_TAG_URI, "job-uri", Self.uri("/jobs/\(job)"))
        } else {
            add(IPP_TAG_URI, "printer-uri", Self.uri(printer.map { "/printers/\($0)" } ?? "/"))
        }
        add(IPP_TAG_NAME, "requesting-user-name", String(cString: cupsUser()))
    }

    /// An attribute of the operation.
    func add(_ tag: ipp_tag_t, _ name: String, _ values: String...) {
        add(tag, name, in: IPP_TAG_OPERATION, values)
    }

    /// An attribute of the job.
    func addJob(_ tag: ipp_tag_t, _ name: String, _ value: String) {
        add(tag, name, in: IPP_TAG_JOB, [value])
    }

    func addJob(_ name: String, number: Int32, as tag: ipp_tag_t = IPP_TAG_INTEGER) {
        ippAddInteger(pointer, IPP_TAG_JOB, tag, name, number)
    }

    private func add(_ tag: ipp_tag_t, _ name: String, in group: ipp_tag_t, _ values: [String]) {
        guard let first = values.first else { return }
        var attribute = ippAddString(pointer, group, tag, name, nil, first)
        for (index, value) in values.enumerated().dropFirst() {
            ippSetString(pointer, &attribute, Int32(index), value)
        }
    }

    /// A paper in one of the printer's trays.
    func addJob(_ paper: PrintMedia, in tray: String) {
        let size = ippNew()
        ippAddInteger(size, IPP_TAG_ZERO, IPP_TAG_INTEGER, "x-dimension", paper.width)
        ippAddInteger(size, IPP_TAG_ZERO, IPP_TAG_INTEGER, "y-dimension", paper.length)
        let column = ippNew()
        ippAddCollection(column, IPP_TAG_ZERO, "media-size", size)
        ippAddString(column, IPP_TAG_ZERO, IPP_TAG_KEYWORD, "media-source", nil, tray)
        ippAddCollection(pointer, IPP_TAG_JOB, "media-col", column)
        ippDelete(column)
        ippDelete(size)
    }

    /// What CUPS calls a queue or a job; odd characters of a name are escaped.
    private static func uri(_ path: String) -> String {
        var buffer = [CChar](repeating: 0, count: 1024)
        let length = Int32(buffer.count)
        httpAssembleURI(HTTP_URI_CODING_ALL, &buffer, length, "ipp", nil, "localhost", 631, path)
        return String(decoding: buffer.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }
}

/// An IPP answer; libcups's memory for it goes with it.
final class IPPAnswer {
    private let pointer: OpaquePointer

    init(_ pointer: OpaquePointer) {
        self.pointer = pointer
    }

    deinit {
        ippDelete(pointer)
    }

    var status: ipp_status_t { ippGetStatusCode(pointer) }

    /// One group of attributes: a printer, a job.
    struct Group {
        var strings: [String: [String]] = [:]
        var integers: [String: Int32] = [:]
    }

    /// The groups with this tag.
    func groups(_ tag: ipp_tag_t) -> [Group] {
        var groups: [Group] = []
        var isOpen = false
        var next = ippFirstAttribute(pointer)
        while let attribute = next {
            defer { next = ippNextAttribute(pointer) }
            guard ippGetGroupTag(attribute) == tag, let name = ippGetName(attribute).map({ String(cString: $0) })
            else {
                isOpen = false
                continue
            }
            if !isOpen { groups.append(Group()) }
            isOpen = true
            Self.read(attribute, as: name, into: &groups[groups.count - 1])
        }
        return groups
    }

    private static func read(_ attribute: OpaquePointer, as name: String, into group: inout Group) {
        switch ippGetValueTag(attribute) {
        case IPP_TAG_INTEGER, IPP_TAG_ENUM: group.integers[name] = ippGetInteger(attribute, 0)
        case IPP_TAG_BOOLEAN: group.integers[name] = ippGetBoolean(attribute, 0)
        case IPP_TAG_TEXT, IPP_TAG_NAME, IPP_TAG_KEYWORD, IPP_TAG_URI, IPP_TAG_MIMETYPE, IPP_TAG_TEXTLANG,
            IPP_TAG_NAMELANG:
            group.strings[name] = (0..<ippGetCount(attribute)).compactMap { index in
                ippGetString(attribute, index, nil).map { String(cString: $0) }
            }
        default: break
        }
    }
}
