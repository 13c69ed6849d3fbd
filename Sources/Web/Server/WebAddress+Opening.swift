import NIOCore
import NIOPosix

extension WebAddress {
    /// Why a server couldn't listen here.
    public struct Trouble: Sendable, Hashable {
        public var problem: String
        public var hint: String
    }

    /// Opens the door and shuts it again, to see whether it can be opened.
    ///
    /// - Returns: why not; nil if it can.
    public func openingTrouble() async -> Trouble? {
        let bootstrap = ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
        do {
            switch self {
            case .port(let host, let port):
                try await bootstrap.bind(host: host, port: port).get().close()
            case .socket(let path):
                let file = SocketFile(path: path)
                try file.checkFree()
                let channel = try await bootstrap.bind(unixDomainSocketPath: path).get()
                let identity = file.identity
                try await channel.close()
                file.remove(if: identity)
            }
            return nil
        } catch {
            let trouble = OpeningTrouble(error)
            return Trouble(problem: trouble.problem, hint: trouble.hint)
        }
    }
}
