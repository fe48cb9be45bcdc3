import Testing

@testable import WireFormats

struct JSONRPCTests {
    @Test
    func `a request holds method, number and parameters`() {
        let call = JSONRPC.Call(id: 3, method: "chain_getBlockHash", parameters: [0])
        let text = String(decoding: JSONRPC.request(call), as: UTF8.self)
        #expect(
            text == #"{"id":3,"jsonrpc":"2.0","method":"chain_getBlockHash","params":[0]}"#
        )
    }

    @Test
    func `a batch is a list and empty parameters are an empty list`() throws {
        let bytes = JSONRPC.batch([.init(id: 1, method: "a"), .init(id: 2, method: "b")])
        let value = try JSONValue(parsing: bytes.span)
        #expect(value.at("/1/method") == "b")
        #expect(value.at("/0/params") == [])
    }

    @Test(arguments: [
        #"{"jsonrpc":"2.0","result":7,"id":1}"#, #"{"jsonrpc":"2.0","id":1,"result":7}"#,
        #"{"jsonrpc":"2.0","id":1,"result":7,"error":null}"# + "\r\n",
        #"{"id":"1","result":7,"jsonrpc":"2.0"}"#,
    ])
    func `a result is read in the form of any era`(text: String) throws {
        let response = try JSONRPC.response(in: text.body.span)
        #expect(response.id == 1)
        #expect(try response.value() == 7)
    }

    @Test
    func `an error beside a null result is a refusal`() throws {
        let text = """
            {"jsonrpc":"2.0","id":1,"result":null,"error":{"code":-32000,
            "message":"get raised an exception","data":"why"}}
            """
        let response = try JSONRPC.response(in: text.body.span)
        let failure = JSONRPC.Failure(
            code: -32000,
            message: "get raised an exception",
            data: "why"
        )
        #expect(response.result == nil)
        #expect(response.error == failure)
        #expect(throws: WireFormatError.refused(failure)) { try response.value() }
    }

    @Test
    func `a null result is a result`() throws {
        let response = try JSONRPC.response(
            in: #"{"jsonrpc":"2.0","id":1,"result":null}"#.body.span
        )
        #expect(response.result == .null)
        #expect(response.error == nil)
    }

    @Test
    func `batch answers are found by number in any order`() throws {
        let text = """
            [{"jsonrpc":"2.0","id":2,"result":"b"},{"jsonrpc":"2.0","method":"chain_newHead"},
            {"jsonrpc":"2.0","id":"1","error":{"code":-32601,"message":"Method not found"}}]
            """
        let responses = try JSONRPC.responses(in: text.body.span)
        #expect(responses.count == 2)
        #expect(responses.answer(to: 2)?.result == "b")
        #expect(responses.answer(to: 1)?.error?.code == -32601)
        #expect(responses.answer(to: 3) == nil)
    }

    @Test
    func `one error without a number answers every call of a batch`() throws {
        let text = #"{"jsonrpc":"2.0","id":null,"error":{"code":-32005,"message":"Batch refused"}}"#
        let responses = try JSONRPC.responses(in: text.body.span)
        #expect(responses.answer(to: 4)?.error?.message == "Batch refused")
    }

    @Test(arguments: ["[]", "{}", "7", #"{"jsonrpc":"2.0","id":1}"#, "[1,2]"])
    func `JSON that is no response is refused`(text: String) {
        let error = #expect(throws: WireFormatError.self) {
            try JSONRPC.responses(in: text.body.span)
        }
        guard case .unexpectedShape? = error else {
            Issue.record("\(String(describing: error))")
            return
        }
    }

    @Test(arguments: ["null", "false", "\"\"", "{}"])
    func `an error that says nothing beside a result is none`(none: String) throws {
        let text = #"{"id":1,"result":7,"error":\#(none)}"#
        let response = try JSONRPC.response(in: text.body.span)
        #expect(response.result == 7)
        #expect(response.error == nil)
    }

    @Test(arguments: [#""result":null,"error":{}"#, #""error":false"#, #""error":"""#])
    func `without a result an error counts that says nothing`(members: String) throws {
        let response = try JSONRPC.response(in: #"{"id":1,\#(members)}"#.body.span)
        #expect(response.error != nil)
    }

    @Test
    func `an error that is a bare text is kept`() throws {
        let response = try JSONRPC.response(in: #"{"id":1,"error":"busy"}"#.body.span)
        #expect(response.error == JSONRPC.Failure(code: 0, message: "busy"))
    }
}
