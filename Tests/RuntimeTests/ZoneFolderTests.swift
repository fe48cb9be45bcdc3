import Primitives
import Runtime
import Testing

/// Time zones by their names.
struct ZoneFolderTests {
    @Test func `UTC is known everywhere, and no name leads out of the folder`() {
        #expect(ZoneFolder.zone(named: "UTC") == .utc)
        for name in ["../../etc/passwd", "/etc/passwd", "Europe", "No/Where", "", "a b"] {
            #expect(ZoneFolder.zone(named: name) == nil)
        }
    }
}
