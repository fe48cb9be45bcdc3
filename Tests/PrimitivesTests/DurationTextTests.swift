import Primitives
import Testing

struct DurationTextTests {
    @Test(arguments: [
        ("0s", 0), ("500ms", 500), ("10s", 10_000), ("1h30m", 5_400_000), ("3d", 259_200_000),
        ("36525d", 3_155_760_000_000),
    ])
    func `a written span is read in milliseconds`(text: String, milliseconds: Int64) {
        #expect(Duration(text: text)?.milliseconds == milliseconds)
    }

    @Test(arguments: [
        "", "10", "s", "-5s", "1.5h", "10 s", "10x", "1h30", "10S", "٣s", "99999999999s", "36526d",
        String(repeating: "999999999d", count: 200),
    ])
    func `a text that is not a span is refused`(text: String) {
        #expect(Duration(text: text) == nil)
    }

    @Test(arguments: [
        (0, "0ms"), (450, "450ms"), (999, "999ms"), (12_000, "12s"), (59_999, "59s"),
        (60_000, "1m"), (580_000, "9m40s"), (8_040_000, "2h14m"), (7_200_000, "2h"),
        (86_400_000, "1d"), (90_000_000, "1d01h"), (-90_000, "-1m30s"),
    ])
    func `a span is written in its two largest units`(milliseconds: Int64, text: String) {
        #expect(Duration.milliseconds(milliseconds).brief == text)
    }

    @Test(arguments: [
        (372, "06:12"), (3_972, "1:06:12"), (0, "00:00"), (-65, "-01:05"), (360_000, "100:00:00"),
    ])
    func `a span is written as a running clock`(seconds: Int, text: String) {
        #expect(Duration.seconds(seconds).clock == text)
    }
}

struct NumberTextTests {
    @Test(
        arguments: [
            (0.0, "0"), (41, "41"), (-3, "-3"), (2.5, "2.50"), (123.456, "123.5"),
            (0.01234, "0.0123"),
            (-0.5, "-0.5000"), (.nan, "?"), (.infinity, "inf"), (-.infinity, "-inf"),
            (1e300, "1e+300"),
        ] as [(Double, String)]
    )
    func `a number is written in few characters`(value: Double, text: String) {
        #expect(NumberText.brief(value) == text)
    }

    @Test(
        arguments: [
            (0.0, "0B"), (999, "999B"), (1000, "1.0K"), (612 * 1_048_576, "612M"),
            (4.1 * 1_073_741_824, "4.1G"), (-2048, "-2.0K"),
        ] as [(Double, String)]
    )
    func `a size has a binary unit`(bytes: Double, text: String) {
        #expect(NumberText.bytes(bytes) == text)
    }
}
