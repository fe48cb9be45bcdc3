import CellGrid
import Testing

struct SpokenTextTests {
    @Test(arguments: [
        ("◐ a: healthy → degraded", "a: healthy to degraded"),
        ("┌ Fleet ─ 2/3 ──┐", "Fleet 2/3"), ("✓ update #1", "ok update #1"),
        ("▁▂▃ 14", "14"), ("peers ≥ 8", "peers at least 8"), ("漢字 é", "漢字 é"),
        ("\u{1B}[2J", "[2J"),
    ])
    func `signs become words or go`(text: String, spoken: String) {
        #expect(SpokenText.of(text) == spoken)
    }
}
