import Glibc
import NIOCore

/// Why the server can't listen, in words for the log.
struct OpeningTrouble: Sendable, Hashable {
    var problem: String
    var hint: String

    init(_ error: any Error) {
        hint = "it is tried again"
        switch error {
        case let trouble as SocketFile.Trouble:
            (problem, hint) = (trouble.problem, trouble.hint)
        case let error as IOError:
            switch error.errnoCode {
            case EADDRINUSE: (problem, hint) = ("somebody listens there already", "end it, or another http.port")
            case EACCES, EPERM: (problem, hint) = ("this may not be used", "a port from 1024 up, or a proxy before it")
            case EADDRNOTAVAIL: (problem, hint) = ("this machine has no such address", "check http.host")
            default: problem = String(cString: strerror(error.errnoCode))
            }
        case is SocketAddressError:
            (problem, hint) = ("there is no such host", "check http.host")
        default:
            problem = "\(type(of: error))"
        }
    }
}
