public import HTTPTypes

/// A request as pages and API see it: no connection, no server; all of it has arrived.
public struct WebRequest: Sendable {
    public var method: HTTPRequest.Method
    /// The path, decoded, without the query: `/order/HB-7K3M9Q2X`.
    public var path: String
    /// The query's fields, decoded, in their order.
    public var query: Fields
    public var headers: HTTPFields
    public var body: [UInt8]
    /// The client's address, or its network, as rate limits count it; never logged.
    public var client: String

    public init(
        method: HTTPRequest.Method, path: String, query: Fields = Fields(), headers: HTTPFields = HTTPFields(),
        body: [UInt8] = [], client: String
    ) {
        self.method = method
        self.path = path
        self.query = query
        self.headers = headers
        self.body = body
        self.client = client
    }

    /// Fields of a query or a form, in their order.
    public struct Fields: Sendable, Hashable {
        public var pairs: [(name: String, value: String)]

        public init(_ pairs: [(name: String, value: String)] = []) {
            self.pairs = pairs
        }

        /// The first with this name.
        public subscript(name: String) -> String? {
            pairs.first { $0.name == name }?.value
        }

        public static func == (left: Fields, right: Fields) -> Bool {
            left.pairs.elementsEqual(right.pairs) { $0 == $1 }
        }

        public func hash(into hasher: inout Hasher) {
            for pair in pairs {
                hasher.combine(pair.name)
                hasher.combine(pair.value)
            }
        }
    }
}

/// What is answered.
public struct WebAnswer: Sendable {
    public var status: HTTPResponse.Status
    public var headers: HTTPFields
    public var body: [UInt8]

    public init(status: HTTPResponse.Status = .ok, headers: HTTPFields = HTTPFields(), body: [UInt8] = []) {
        self.status = status
        self.headers = headers
        self.body = body
    }
}
