extension JSONRPC {
    /// What a node answered to one call.
    package struct Response: Sendable, Equatable {
        /// The number of the call; nil when the node could not tell or answered with a text.
        package let id: Int?
        /// The result; `JSONValue.null` when the node answered null, nil when it refused.
        package let result: JSONValue?
        /// The refusal.
        package let error: Failure?

        /// The result, or the refusal as an error.
        ///
        /// - Throws: `WireFormatError.refused`.
        package func value() throws(WireFormatError) -> JSONValue {
            if let error { throw .refused(error) }
            return result ?? .null
        }

        /// Reads one element; nil when it is no response, such as a notification.
        ///
        /// Older nim nodes send `"error":null` beside a result and the reverse; others write false,
        /// an empty text or an empty object for no error.
        init?(_ value: JSONValue) {
            guard case .object(let members) = value else { return nil }
            let told = value["error"].flatMap { error in
                error.saysNothing(beside: members["result"]) ? nil : error
            }
            error = told.map(Failure.init(_:))
            result = error == nil ? members["result"] : nil
            guard error != nil || result != nil else { return nil }
            id = value["id"].flatMap { $0.integer ?? $0.string.flatMap { Int($0) } }
        }
    }

    /// The responses of a body, single or batch, in the order of the body.
    ///
    /// - Throws: errors of `JSONValue`, and `WireFormatError.unexpectedShape` when no element
    ///   is a response.
    package static func responses(
        in bytes: Span<UInt8>
    ) throws(WireFormatError) -> [Response] {
        let body = try JSONValue(parsing: bytes)
        let found = (body.array ?? [body]).compactMap(Response.init(_:))
        guard !found.isEmpty else { throw body.mismatch("a JSON-RPC response") }
        return found
    }

    /// The one response of a body.
    ///
    /// - Throws: as `responses(in:)`.
    package static func response(in bytes: Span<UInt8>) throws(WireFormatError) -> Response {
        let found = try responses(in: bytes)
        guard found.count == 1, let response = found.first else {
            throw .unexpectedShape(
                expected: "one JSON-RPC response",
                seen: "\(found.count)",
                pointer: ""
            )
        }
        return response
    }

    /// What an answer is about: the result inside a JSON-RPC envelope, or the value itself.
    ///
    /// The same path answers with and without an envelope depending on the node's era.
    ///
    /// - Throws: `WireFormatError.refused` when the envelope holds an error.
    package static func payload(of value: JSONValue) throws(WireFormatError) -> JSONValue {
        guard value["jsonrpc"] != nil, let response = Response(value) else { return value }
        return try response.value()
    }

    static func payload(parsing body: Span<UInt8>) throws(WireFormatError) -> JSONValue {
        try payload(of: JSONValue(parsing: body))
    }
}

extension [JSONRPC.Response] {
    /// The answer to the call with this number.
    ///
    /// A node that refuses batches altogether sends one error without a number: it answers all.
    package func answer(to id: Int) -> JSONRPC.Response? {
        if let exact = first(where: { $0.id == id }) { return exact }
        guard count == 1, let only = first, only.id == nil, only.error != nil else { return nil }
        return only
    }
}

extension JSONValue {
    /// Whether this stands for no error beside a result.
    fileprivate func saysNothing(beside result: JSONValue?) -> Bool {
        guard let result else { return false }
        return switch self {
        case .null, .bool(false): true
        case .string(let text): text.isEmpty
        case .object(let members): members.isEmpty && !result.isNull
        case .bool, .integer, .number, .array: false
        }
    }
}

extension JSONRPC.Failure {
    /// Reads the error object; tolerates a bare text.
    init(_ value: JSONValue) {
        code = value["code"]?.integer ?? 0
        message = value["message"]?.string ?? value.string ?? value.phrase
        data = value["data"]
    }
}
