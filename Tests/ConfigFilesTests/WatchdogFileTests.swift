import ConfigFiles
import FleetModel
import Testing

struct WatchdogFileTests {
    @Test(arguments: [
        (
            "watchdog: ftp://a/",
            "2:11: warning: 'url' stands in the file itself; write \"${NAME}\" for a variable of "
                + "the environment or '@/path' for a file"
        ),
        ("watchdog: {every: 1m}", "2:11: watchdog needs the key 'url'"),
        (
            "watchdog: {url: \"${HOOK_URL}\", evry: 1m}",
            "2:32: unknown key 'evry' in watchdog; did you mean 'every'?"
        ),
        (
            "watchdog: {url: \"${HOOK_URL}\", method: PING}",
            "2:40: 'method' must be GET or POST, not 'PING'"
        ),
        (
            "watchdog: {url: \"${HOOK_URL}\", every: 100ms}",
            "2:39: 'every' must be from 1s to 24h"
        ),
        ("watchdg: x", "2:1: unknown key 'watchdg' in a fleet file; did you mean 'watchdog'?"),
    ])
    func `a mistake of the watchdog is named at its place`(_ text: String, _ problem: String) {
        #expect(problems(after: text).first == problem)
    }

    @Test func `an address is enough`() throws {
        let result = readFleet(
            "fleet: f\nwatchdog: \"${HOOK_URL}\"\nnodes: [{name: a, http: http://a/}]\n"
        )
        #expect(result.problems.map(\.description) == [])
        let watchdog = Watchdog(url: Secret("https://hooks.example/\(plainSecret)"))
        #expect(result.fleet?.watchdog == watchdog)
        #expect(watchdog.every == .seconds(60))
        #expect(watchdog.method == .get)
    }

    @Test func `without its address the fleet is watched all the same`() throws {
        let result = readFleet(
            "fleet: f\nwatchdog: \"${NOT_SET}\"\nnodes: [{name: a, http: http://a/}]\n"
        )
        #expect(
            result.problems.map(\.description)
                == ["fleet.yaml:2:12: warning: the environment variable NOT_SET is not set"]
        )
        let watchdog = try #require(result.fleet?.watchdog)
        #expect(watchdog.url == nil)
        #expect(watchdog.lack == "the environment variable NOT_SET is not set")
    }
}
