import CCurl

/// The functions that libcurl calls, and the dialogue that they find behind the pointer they are given.
extension SMTPDialogue {
    /// Makes a handle report to this dialogue, which must outlive the handle.
    func attach(to handle: UnsafeMutableRawPointer) {
        let this = Unmanaged.passUnretained(self).toOpaque()

        ccurl_set_pointer(handle, CURLOPT_READDATA, this)
        ccurl_set_data_function(handle, CURLOPT_READFUNCTION) { buffer, size, count, pointer in
            guard let buffer, let pointer else { return Int(CURL_READFUNC_ABORT) }
            return SMTPDialogue.behind(pointer).read(into: .init(start: buffer, count: size * count))
        }

        // libcurl hands every line that an SMTP server says to the function for headers.
        ccurl_set_pointer(handle, CURLOPT_HEADERDATA, this)
        ccurl_set_data_function(handle, CURLOPT_HEADERFUNCTION) { line, size, count, pointer in
            if let line, let pointer {
                SMTPDialogue.behind(pointer).hear(UnsafeRawBufferPointer(start: line, count: size * count))
            }
            return size * count
        }

        // What we say is to be seen in the trace alone. Of all that passes here only the command's name is looked at.
        ccurl_set_long(handle, CURLOPT_VERBOSE, 1)
        ccurl_set_pointer(handle, CURLOPT_DEBUGDATA, this)
        ccurl_set_debug_function(handle) { _, type, line, count, pointer in
            if type == CURLINFO_HEADER_OUT, let line, let pointer {
                SMTPDialogue.behind(pointer).say(UnsafeRawBufferPointer(start: line, count: count))
            }
            return 0
        }

        // The "body" is the answers to NOOP again; without this libcurl would print it.
        ccurl_set_data_function(handle, CURLOPT_WRITEFUNCTION) { _, size, count, _ in size * count }

        // Called at least once a second, also while libcurl waits for the answer to the final dot.
        ccurl_set_long(handle, CURLOPT_NOPROGRESS, 0)
        ccurl_set_pointer(handle, CURLOPT_XFERINFODATA, this)
        ccurl_set_progress_function(handle) { pointer, _, _, _, _ in
            guard let pointer else { return 1 }
            return SMTPDialogue.behind(pointer).shouldStop ? 1 : 0
        }
    }

    private static func behind(_ pointer: UnsafeMutableRawPointer) -> SMTPDialogue {
        Unmanaged<SMTPDialogue>.fromOpaque(pointer).takeUnretainedValue()
    }
}
