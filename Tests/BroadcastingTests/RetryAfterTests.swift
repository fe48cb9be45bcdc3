import Primitives
import Testing

@testable import Broadcasting

struct RetryAfterTests {
    @Test func `a header that is no wait for its length is not looked at`() {
        let header = String(repeating: "0", count: 64) + "5"
        #expect(RetryAfter.span(header: header, now: attemptTime) == nil)
    }

    private let now = Timestamp(milliseconds: 784_111_777_000)

    @Test(arguments: [
        ("120", Duration.seconds(120)), (" 0.65 ", .milliseconds(650)), ("0", .zero),
        ("1e300", .seconds(86_400)),
        ("Sun, 06 Nov 1994 08:50:07 GMT", .seconds(30)),
        ("Sun, 06 Nov 1994 08:49:07 GMT", .zero),
    ])
    func `seconds and dates are understood`(header: String, wait: Duration) {
        #expect(RetryAfter.span(header: header, now: now) == wait)
    }

    @Test(arguments: ["", "soon", "-1", "nan", "inf", "Sun, 31 Feb 1994 08:50:07 GMT", "1 2 3"])
    func `anything else asks for nothing`(header: String) {
        #expect(RetryAfter.span(header: header, now: now) == nil)
    }
}
