import ArgumentParser
import Fulfilment
import Store

struct TokenCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "token", abstract: "Let other programs order through the API, and stop them again.",
        discussion: """
            A program that sends orders over HTTP shows a token with each request:

              curl -H "Authorization: Bearer hbt_…" -H "Content-Type: application/json" \\
                   -d @order.json http://127.0.0.1:8080/api/v1/orders

            Give each program a token of its own: the ids of its orders then never collide with another's, it sees no \
            orders but its own, and it can be stopped alone. What can be asked is described at /openapi.yaml.
            """,
        subcommands: [Create.self, List.self, Revoke.self])

    struct Create: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Make a token and print it, this once: only a hash of it is kept.")
        @OptionGroup var common: CommonOptions
        @Argument(help: "What the program is called, in the history of its orders.") var name: String
        @Option(help: "What it may do: orders (send orders, and see its own), or desk (nothing yet).")
        var scope = APIToken.Scope.orders
        @Option(help: ArgumentHelp("The most requests a minute, like 60/m. Without it, any number.", valueName: "n/m"))
        var rate: RequestRate?
        @Flag(name: .long, help: "Print one JSON document.") var json = false

        func validate() throws {
            let isName =
                (1...64).contains(name.count)
                && name.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || "-_.".contains($0)) }
            guard isName else {
                throw ValidationError("a token's name has 1 to 64 letters, digits, '-', '_' and '.'")
            }
        }

        func run() async throws {
            let house = try House(common)
            let made = try await house.openStore().createToken(
                name: name, scope: scope, rate: rate?.perMinute, at: house.clock.now)
            if json { return try JSONOutput.write(Made(row: Row(made.0), token: made.secret)) }
            try StandardOutput.line(made.secret)
            StandardError.line("\(name) may use it at once; it can't be shown again")
        }
    }

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "List the tokens, also those that were revoked.")
        @OptionGroup var common: CommonOptions
        @OptionGroup var listing: ListingOptions

        func run() async throws {
            let tokens = try await House(common).openStore().tokens()
            let rows = tokens.prefix(listing.limit ?? tokens.count).map(Row.init)
            if listing.json { return try JSONOutput.write(rows) }
            if rows.isEmpty { return StandardError.line("no tokens; make one with: handbill token create NAME") }
            var table = Table(["name", "scope", "rate", "created", "revoked"])
            for row in rows { table.add([row.name, row.scope, row.rate, row.createdAt, row.revokedAt]) }
            try table.write()
        }
    }

    struct Revoke: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Make a token worthless, at once and for good; the orders that came with it stay.")
        @OptionGroup var common: CommonOptions
        @Argument(help: "The token's name.") var name: String

        func run() async throws {
            let house = try House(common)
            _ = try await house.openStore().revokeToken(name, at: house.clock.now)
            StandardError.line("\(name) is revoked")
        }
    }

    /// A token as `token list` shows it: never the token itself.
    struct Row: Encodable {
        var name: String
        var scope: String
        @OrNull var rate: String?
        var createdAt: String
        @OrNull var revokedAt: String?

        init(_ token: APIToken) {
            name = token.name
            scope = token.scope.rawValue
            rate = token.rate.map { "\($0)/m" }
            createdAt = Listing.time(token.createdAt)
            revokedAt = token.revokedAt.map(Listing.time)
        }
    }

    private struct Made: Encodable {
        var row: Row
        var token: String

        private enum Keys: String, CodingKey {
            case token
        }

        func encode(to encoder: any Encoder) throws {
            try row.encode(to: encoder)
            var container = encoder.container(keyedBy: Keys.self)
            try container.encode(token, forKey: .token)
        }
    }
}

/// How many requests a minute: `60/m`.
struct RequestRate: ExpressibleByArgument {
    var perMinute: Int

    init?(argument: String) {
        let parts = argument.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count == 2, parts[1] == "m", let count = Int(parts[0]), (1...1_000_000).contains(count) else {
            return nil
        }
        perMinute = count
    }
}
