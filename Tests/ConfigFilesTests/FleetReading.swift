import ConfigFiles
import FleetModel

/// A secret that is easy to find in a text where it must not be.
let plainSecret = "hunter2hunter2"
let webhookSecret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"

let environment = [
    "DISCORD_WEBHOOK": "https://discord.example/api/webhooks/1/\(plainSecret)",
    "MATRIX_TOKEN": plainSecret, "HOOK_URL": "https://hooks.example/\(plainSecret)",
    "PROBE_TOKEN": plainSecret, "PROBE_PASSWORD": plainSecret,
    "WATCHDOG_URL": "https://watch.example/\(plainSecret)", "HOST": "10.0.0.7",
    "SOON": "soon\(plainSecret)", "EMPTY": "",
]

struct NoSuchFile: Error {
    let text = "failed after \(plainSecret)"
}

func readFleet(_ text: String) -> (fleet: Fleet?, problems: [ConfigProblem]) {
    FleetFile.read(text, file: "fleet.yaml", environment: environment) { path in
        switch path {
        case "/etc/tocsin/hook.secret": webhookSecret + "\n"
        case "/etc/tocsin/two-lines": plainSecret + "\nmore"
        default: throw NoSuchFile()
        }
    }
}

/// The problems of a file, each in a line, without the file's name.
func problems(_ text: String) -> [String] {
    readFleet(text).problems.map { String($0.description.dropFirst("fleet.yaml:".count)) }
}

/// A file around the text of one part, so that the part begins in line 2.
func problems(after part: String) -> [String] {
    let isWhole = part.hasPrefix("nodes:")
    return problems("fleet: f\n" + part + (isWhole ? "" : "\nnodes: [{name: a, http: http://a/}]"))
}
