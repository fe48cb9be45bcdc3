import Testing

@testable import WireFormats

struct PrometheusAnswerTests {
    /// Prometheus 2.42 to `up`.
    private static let up = """
        {"status":"success","data":{"resultType":"vector","result":[\
        {"metric":{"__name__":"up","instance":"127.0.0.1:9","job":"nodes"},\
        "value":[1795473509.625,"0"]},\
        {"metric":{"__name__":"up","instance":"127.0.0.1:9100","job":"nodes"},\
        "value":[1795473509.625,"1"]}]}}
        """

    private func read(_ text: String) throws -> PrometheusAnswer {
        try PrometheusAnswer(body: text.body.span)
    }

    @Test func `a vector is a list of series`() throws {
        let answer = try read(Self.up)
        #expect(answer.series.map(\.value) == [0, 1])
        #expect(answer.series.map { $0.labels["instance"] } == ["127.0.0.1:9", "127.0.0.1:9100"])
    }

    @Test(arguments: [
        ("NaN", Double.nan), ("+Inf", .infinity), ("-Inf", -.infinity), ("1e3", 1000),
    ])
    func `a value stands in quotes`(_ word: String, _ value: Double) throws {
        let text = #"{"status":"success","data":{"resultType":"scalar","result":[1,"\#(word)"]}}"#
        let read = try #require(try read(text).series.first?.value)
        #expect(read == value || read.isNaN && value.isNaN)
    }

    @Test func `a refusal says why`() {
        let text = #"{"status":"error","errorType":"bad_data","error":"parse error: x"}"#
        let error = #expect(throws: WireFormatError.self) { try read(text) }
        #expect(error?.message == "The node refused the call: parse error: x (0).")
    }

    @Test(arguments: [
        "", "404 page not found", "{}", "[]", #"{"status":"success"}"#,
        #"{"status":"success","data":{"resultType":"matrix","result":[]}}"#,
        #"{"status":"success","data":{"resultType":"vector","result":{}}}"#,
    ])
    func `anything else is refused`(_ text: String) {
        #expect(throws: WireFormatError.self) { try read(text) }
    }

    @Test(arguments: [
        #"{"value":[1]}"#, #"{"value":[1,2]}"#, #"{"value":[1,"x"]}"#, #"{"histogram":[1,{}]}"#,
    ])
    func `an element without a number is left out by itself`(_ odd: String) throws {
        let good = #"{"metric":{"a":"b"},"value":[1,"4"]}"#
        let answer = try read(
            #"{"status":"success","data":{"resultType":"vector","result":[\#(odd),\#(good)]}}"#
        )
        #expect(answer.series.map(\.value) == [4])
        #expect(answer.oddities.count == 1)
    }

    @Test(arguments: [
        (#""warnings":["a","b"],"infos":["c"],"#, ["a", "b"]), (#""warnings":null,"#, []),
        (#""isPartial":true,"#, ["the answer is partial"]), (#""isPartial":false,"#, []),
    ])
    func `what the server warns of is kept`(_ member: String, _ words: [String]) throws {
        let text = #"{"status":"success",\#(member)"data":{"resultType":"vector","result":[]}}"#
        #expect(try read(text).warnings == words)
    }

    @Test func `a label that is no text is left out`() throws {
        let text = #"""
            {"status":"success","data":{"resultType":"vector","result":[
            {"metric":{"a":1,"b":"x"},"value":[1,"2"]}]}}
            """#
        #expect(try read(text).series.first?.labels == ["b": "x"])
    }

    @Test func `a damaged answer is a value or one of our errors`() {
        var random = SeededGenerator(seed: 11)
        var readable = 0
        for _ in 0..<3000 {
            var bytes = Self.up.body
            for _ in 0..<Int.random(in: 0...2, using: &random) {
                bytes[Int.random(in: 0..<bytes.count, using: &random)] = .random(
                    in: 0x20...0x7E,
                    using: &random
                )
            }
            if let answer = try? PrometheusAnswer(body: bytes.span) {
                #expect(answer.series.count <= 2)
                readable += 1
            }
        }
        #expect(readable > 1000)
    }
}
