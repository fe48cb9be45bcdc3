import FleetModel
import Primitives
import Probing
import Synchronization
import Testing

/// Pages of any kind, and what is sent to them.
struct HTTPProbeTests {
    @Test(arguments: [(200, true), (429, true), (204, false), (500, false)])
    func `one of several statuses is as expected`(_ status: Int, _ isExpected: Bool) async throws {
        let observation = try await poll({
            .http(HTTPTarget(url: $0, statuses: [200, 429]))
        }) { _ in .answer(status, "") }
        #expect(observation.problems.isEmpty == isExpected)
        #expect(observation.latency != nil)
    }

    @Test(
        arguments: [
            ("{\"a\": 1}", [:], "application/json"), (" [1]", [:], "application/json"),
            ("a=1", [:], "text/plain; charset=utf-8"),
            (
                "a=1", ["Content-type": "application/x-www-form-urlencoded"],
                "application/x-www-form-urlencoded"
            ),
        ] as [(String, [String: String], String)]
    )
    func `a body is sent with its type`(
        _ body: String,
        _ headers: [String: String],
        _ type: String
    ) async throws {
        for method in [HTTPTarget.Method.post, .put] {
            let observation = try await poll(
                { .http(HTTPTarget(url: $0, contains: "ok", method: method, body: Secret(body))) },
                headers: headers.mapValues(Secret.init)
            ) { request in
                let isRight =
                    request.method == method.rawValue && request.body == body
                    && request.header("content-type") == type
                return isRight ? .ok("ok") : .ok("\(request)")
            }
            #expect(observation.problems == [])
        }
    }

    @Test func `a method without a body is used too`() async throws {
        let target: @Sendable (String) -> ProbeTarget = {
            .http(HTTPTarget(url: $0, method: .post))
        }
        let observation = try await poll(target) { request in
            .answer(request.method == "POST" ? 200 : 405, "")
        }
        #expect(observation.problems == [])
    }

    @Test func `a body never comes back in what is told`() async throws {
        let body = "{\"token\": \"hunter2hunter2\"}"
        let target = HTTPTarget(
            url: "",
            picks: JSONPicks(
                samples: [JSONPick("n", "/echo")],
                facts: [JSONPick("echo", "/echo")]
            ),
            body: Secret(body),
            hidden: [Secret("hunter2hunter2")]
        )
        #expect(!"\(target)".contains("hunter2"))
        let observation = try await poll({
            var target = target
            target.url = $0
            return .http(target)
        }) { _ in .ok(#"{"echo": "you said hunter2hunter2"}"#) }
        #expect(observation["echo" as FactName] == ["you said •••"])
        #expect(!observation.problems.isEmpty)
        #expect(!"\(observation)".contains("hunter2"))
    }
}
